"""The wall: all rows of a query in groups, ordered so that the odd one out is seen."""
