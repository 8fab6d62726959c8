"""Measure columns of images, labels, predictions and tracks, and know which of them still hold."""
