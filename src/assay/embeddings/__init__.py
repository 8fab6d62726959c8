"""Plug-in kind: embedders, a vector per image or object."""
