"""The command line: one file per command, no logic beyond flags and printing."""
