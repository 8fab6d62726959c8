"""Change labels and classes: each call is one change of the journal, with an undo."""
