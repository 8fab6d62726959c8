"""YOLO: label files with shares of the image, read as datasets and as predictions, and written."""
