"""What shape a label or a prediction has. One coordinate convention for all of them.

Coordinates are float pixels of the *stored* image (before any EXIF rotation), origin at the top left corner
of the top left pixel, x to the right, y down. A box is x, y, width, height. `segmentation` is COCO's own
form as JSON text: a list of polygons `[[x1, y1, x2, y2, …], …]`, or an RLE object `{"size": [h, w], "counts": …}`.
"""

from __future__ import annotations

from enum import StrEnum


class ShapeKind(StrEnum):
    """The kind of shape of an object row."""

    BOX = "box"
    ROTATED_BOX = "rotated_box"
    POLYGON = "polygon"
    MASK = "mask"
    KEYPOINTS = "keypoints"
    WHOLE_IMAGE = "whole_image"
