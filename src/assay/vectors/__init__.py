"""Vectors: nearest neighbours, groups, maps and small classifiers of them. Arrays in, arrays out."""
