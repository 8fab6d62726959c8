"""Boxes, polygons, masks and their overlap: pure functions on arrays."""
