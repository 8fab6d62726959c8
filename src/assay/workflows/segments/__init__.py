"""Segments: what is kept by name, who works on it, and what is in it."""
