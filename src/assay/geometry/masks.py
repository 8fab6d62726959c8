"""Run-length encoded masks: area and bounds, without unpacking a pixel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from assay.arrays import Boxes, as_boxes

_AT_ONCE = 255
"""pycocotools 2.0.11 fails to count the areas of more masks than fit in a byte."""


def mask_areas(masks: Sequence[Mapping[str, Any]]) -> NDArray[np.float64]:
    """(n,) number of pixels set in each mask."""
    packed = _packed(masks)
    parts = [coco_mask.area(packed[start : start + _AT_ONCE]) for start in range(0, len(packed), _AT_ONCE)]
    return np.concatenate([np.zeros(0), *parts])


def mask_bounds(masks: Sequence[Mapping[str, Any]]) -> Boxes:
    """(n, 4) the box around each mask in px; of no width and height for an empty mask."""
    return as_boxes(coco_mask.toBbox(_packed(masks))) if masks else np.zeros((0, 4))


def _packed(masks: Sequence[Mapping[str, Any]]) -> list[Any]:
    """COCO RLE objects, `{"size": [h, w], "counts": …}` with counts as a list or as text, as pycocotools holds them."""
    return [
        coco_mask.frPyObjects(dict(mask), *mask["size"])
        if isinstance(mask["counts"], list)
        else {"size": mask["size"], "counts": mask["counts"].encode()}
        for mask in masks
    ]
