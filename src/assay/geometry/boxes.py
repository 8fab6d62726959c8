"""Boxes: area, corners, what is left of one inside its image."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags


def box_areas(boxes: Boxes) -> NDArray[np.float64]:
    """Area of each box in px²; 0 for a box of no or negative extent, NaN or infinite where its sides are."""
    with np.errstate(over="ignore", invalid="ignore"):  # infinity times nothing is no number
        return np.maximum(boxes[:, 2], 0.0) * np.maximum(boxes[:, 3], 0.0)


def to_corners(boxes: Boxes) -> NDArray[np.float64]:
    """(n, 4) x1, y1, x2, y2 in px of each x, y, w, h box."""
    return np.column_stack((boxes[:, :2], boxes[:, :2] + boxes[:, 2:]))


def clip_boxes(boxes: Boxes, widths: NDArray[Any], heights: NDArray[Any]) -> Boxes:
    """The part of each box inside its image, of `widths` × `heights` px.

    A box wholly outside comes back with width or height 0, on the border nearest to it.
    """
    limit = np.column_stack((widths, heights, widths, heights)).astype(np.float64)
    corners = np.minimum(np.maximum(to_corners(boxes), 0.0), limit)
    return np.column_stack((corners[:, :2], corners[:, 2:] - corners[:, :2]))


def are_whole_images(boxes: Boxes) -> Flags:
    """Which rows stand for a whole image rather than a place in it: x and width are NaN."""
    whole: Flags = np.isnan(boxes[:, 0]) & np.isnan(boxes[:, 2])
    return whole
