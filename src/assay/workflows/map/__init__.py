"""The map of a dataset, and its clusters."""
