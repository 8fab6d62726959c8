"""Plug-in kind: metrics, a number per image, label or prediction."""
