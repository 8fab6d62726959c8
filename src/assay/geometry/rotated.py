"""Rotated boxes: x, y, w, h of the box before it is turned about its centre, and the angle, clockwise in radians.

Clockwise as one sees it, with y down: a corner (dx, dy) from the centre comes to lie at (dx cos a - dy sin a,
dx sin a + dy cos a). IoU is exact: the polygon that both share is found by clipping, and measured (E12).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, check_same_length
from assay.geometry.boxes import box_areas
from assay.geometry.iou import paired_iou

Angles = NDArray[np.float64]
"""(n,) float64: clockwise rotation about the centre of the box, in radians."""


def rotated_corners(boxes: Boxes, angles: Angles) -> NDArray[np.float64]:
    """(n, 4, 2) x, y of the corners in px, clockwise from the one that was top left."""
    check_same_length(boxes=boxes, angles=angles)
    half = boxes[:, None, 2:] / 2 * np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    cos, sin = np.cos(angles)[:, None], np.sin(angles)[:, None]
    turned = np.stack((cos * half[..., 0] - sin * half[..., 1], sin * half[..., 0] + cos * half[..., 1]), axis=-1)
    corners: NDArray[np.float64] = boxes[:, None, :2] + boxes[:, None, 2:] / 2 + turned
    return corners


def rotated_bounds(boxes: Boxes, angles: Angles) -> Boxes:
    """(n, 4) the upright box around each rotated one; a box that is not turned is its own."""
    corners = rotated_corners(boxes, angles)
    low, high = corners.min(axis=1), corners.max(axis=1)
    around = np.column_stack((low, high - low))
    return np.where((angles == 0)[:, None], boxes, around)


def paired_rotated_intersection(boxes: Boxes, angles: Angles, others: Boxes, other_angles: Angles) -> Angles:
    """(n,) area in px² that row i of `boxes` shares with row i of `others`; 0 where a number is missing."""
    from assay.geometry.clipping import shared_areas  # numba takes 0.3 s to import

    check_same_length(boxes=boxes, angles=angles, others=others, other_angles=other_angles)
    rows = (np.ascontiguousarray(values, np.float64) for values in (boxes, angles, others, other_angles))
    areas: NDArray[np.float64] = shared_areas(*rows)
    return areas


def paired_rotated_iou(boxes: Boxes, angles: Angles, others: Boxes, other_angles: Angles) -> NDArray[np.float64]:
    """(n,) IoU of row i of `boxes` with row i of `others`, 0..1; 0 for a box of no extent or with a number missing.

    >>> square = np.array([[0.0, 0.0, 2.0, 2.0]])
    >>> paired_rotated_iou(square, np.array([0.0]), square, np.array([np.pi / 4])).round(4).tolist()
    [0.7071]
    """
    shared = paired_rotated_intersection(boxes, angles, others, other_angles)
    union = box_areas(boxes) + box_areas(others) - shared
    iou = np.divide(shared, union, out=np.zeros(len(shared)), where=(shared > 0) & np.isfinite(union)).clip(max=1.0)
    straight = (angles == 0) & (other_angles == 0)
    iou[straight] = paired_iou(boxes[straight], others[straight])  # to the last bit what upright boxes have
    return iou
