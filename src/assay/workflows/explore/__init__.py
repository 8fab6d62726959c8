"""Look through a dataset: what a query may ask, its rows in order, how values are spread."""
