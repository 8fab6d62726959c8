"""What shape a label or a prediction has. One coordinate convention for all of them.

Coordinates are float pixels of the labels' frame, origin at the top left corner of the top left pixel, x to
the right, y down. The frame is the stored image before any EXIF rotation, or the displayed image where the
source says so (a YOLO file, or a COCO file that states the displayed size); an image row's `orientation` is
what remains to be applied to get from the frame to the displayed image. A box is x, y, width, height.
`segmentation` is COCO's own form as JSON text: a list of polygons `[[x1, y1, x2, y2, …], …]`, or an RLE object
`{"size": [h, w], "counts": …}`.
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
