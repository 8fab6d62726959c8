"""Folders of images, one per class: read and written."""
