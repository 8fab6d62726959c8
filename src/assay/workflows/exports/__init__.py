"""Take datasets, runs, segments and autotags out, by records, to foreign formats."""
