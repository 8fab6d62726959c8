"""Scalabel: the JSON of the tool of that name, in which BDD100K comes."""
