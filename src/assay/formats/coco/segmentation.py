"""COCO outlines: lists of polygons, and run-length encoded masks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import orjson
from pycocotools import mask as coco_mask

from assay.geometry.run_lengths import masks_fit
from assay.model.shape import ShapeKind

_RLE_TEXT = re.compile(rb"[0-o]+")  # each character carries six bits: code 48 to 111
_MAX_SIDE = 1 << 20

Bounds = tuple[float, float, float, float]


def shape_of(segmentation: Any) -> ShapeKind | None:
    """Which kind of outline this is, judged by its outermost form alone; None when it is neither."""
    if isinstance(segmentation, list):
        return ShapeKind.POLYGON
    if isinstance(segmentation, dict) and "counts" in segmentation and "size" in segmentation:
        return ShapeKind.MASK
    return None


def as_json(segmentation: Any) -> str | None:
    """The outline as JSON text; None when it is not what COCO allows.

    COCO allows a list of polygons, each an even number of plain numbers, or `{"size": [h, w], "counts": …}`.
    """
    try:
        text = orjson.dumps(segmentation)
    except orjson.JSONEncodeError:
        return None
    if isinstance(segmentation, list):
        valid = all(isinstance(ring, list) and _is_ring(ring) for ring in segmentation) and b"null" not in text  # NaN
    else:
        valid = _is_rle(segmentation)
    return text.decode() if valid else None


def fits(segmentations: Sequence[Any]) -> bool:
    """Whether the runs of those that are masks in text fit into their sizes; `as_json` has taken each of them."""
    masks = [one for one in segmentations if isinstance(one, dict) and isinstance(one["counts"], str)]
    sizes = np.array([mask["size"] for mask in masks], dtype=np.int64).reshape(-1, 2)
    return not masks or masks_fit([mask["counts"] for mask in masks], sizes)


def bounds_of(segmentation: Any) -> Bounds | None:
    """The box around a valid outline as x, y, width, height; None when the outline is empty."""
    if isinstance(segmentation, dict):
        return _mask_bounds(segmentation)
    points = np.array([number for ring in segmentation for number in ring], dtype=np.float64).reshape(-1, 2)
    return bounds_of_points(points)


def bounds_of_points(points: np.ndarray[Any, np.dtype[np.float64]]) -> Bounds | None:
    """The box around (n, 2) points as x, y, width, height; None when there are none."""
    if len(points) == 0:
        return None
    low, high = points.min(axis=0), points.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])


def _is_ring(ring: list[Any]) -> bool:
    return len(ring) % 2 == 0 and set(map(type, ring)) <= {int, float}


def _is_rle(segmentation: dict[str, Any]) -> bool:
    size, counts = segmentation.get("size"), segmentation.get("counts")
    if not (isinstance(size, list) and len(size) == 2 and all(type(s) is int and 0 < s <= _MAX_SIDE for s in size)):
        return False
    if isinstance(counts, str):
        return _RLE_TEXT.fullmatch(counts.encode()) is not None
    if not isinstance(counts, list) or not set(map(type, counts)) <= {int}:
        return False
    return min(counts, default=0) >= 0 and sum(counts) <= size[0] * size[1]


def _mask_bounds(segmentation: dict[str, Any]) -> Bounds | None:
    counts, (height, width) = segmentation["counts"], segmentation["size"]
    if isinstance(counts, str):
        x, y, w, h = coco_mask.toBbox({"size": [height, width], "counts": counts.encode()}).tolist()
        return cast(Bounds, (x, y, w, h)) if w > 0 and h > 0 else None
    ends = np.cumsum(np.asarray(counts, dtype=np.int64))
    first, last = ends[0:-1:2], ends[1::2]  # runs of ones are the odd ones: [first, last)
    filled = last > first
    first, last = first[filled], last[filled] - 1
    if len(first) == 0:
        return None
    left, right = int(first[0] // height), int(last[-1] // height)
    whole = bool(np.any(first // height != last // height))  # a run over a column's end touches top and bottom
    top = 0 if whole else int((first % height).min())
    bottom = height - 1 if whole else int((last % height).max())
    return float(left), float(top), float(right - left + 1), float(bottom - top + 1)
