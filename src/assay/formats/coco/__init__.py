"""COCO: datasets and result files, both ways."""
