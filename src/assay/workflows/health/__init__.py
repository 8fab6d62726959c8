"""The health report of a dataset: what the data is, and what is wrong with it."""
