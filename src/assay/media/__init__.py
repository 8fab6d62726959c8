"""Bytes of images: locate, probe, decode once, crop, shrink. Knows files and pixels, not datasets."""
