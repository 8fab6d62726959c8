"""Run-length encoded masks: area and bounds, without unpacking a pixel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from assay.arrays import Boxes, as_boxes


def mask_areas(masks: Sequence[Mapping[str, Any]]) -> NDArray[np.float64]:
    """(n,) number of pixels set in each mask."""
    return np.asarray(coco_mask.area(_packed(masks)), np.float64) if masks else np.zeros(0)


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
