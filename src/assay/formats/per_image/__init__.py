"""Formats with a label file for each image: Pascal VOC, LabelMe, KITTI."""
