"""Intersection over union of boxes.

A crowd region is one label for many objects, so a prediction inside it is judged by how much of the
*prediction* lies in the region: intersection / area(prediction), as COCO has it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, check_same_length
from assay.geometry.boxes import box_areas


def paired_iou(boxes: Boxes, others: Boxes) -> NDArray[np.float64]:
    """(n,) IoU of row i of `boxes` with row i of `others`, 0..1; 0 where they do not meet, or no number tells.

    >>> paired_iou(np.array([[0.0, 0.0, 2.0, 2.0]]), np.array([[1.0, 0.0, 2.0, 2.0]])).round(3).tolist()
    [0.333]
    """
    check_same_length(boxes=boxes, others=others)
    return _ratio(_intersection(boxes, others), box_areas(boxes), box_areas(others))


def pairwise_iou(predictions: Boxes, labels: Boxes, *, crowd: Flags | None = None) -> NDArray[np.float64]:
    """(n, m) IoU of each of n predictions with each of m labels, 0..1.

    `crowd` (m,) marks labels that are crowd regions: for those it is intersection / area(prediction).
    """
    inter = _intersection(predictions[:, None, :], labels[None, :, :])
    predicted = box_areas(predictions)[:, None]
    iou = _ratio(inter, predicted, box_areas(labels)[None, :])
    if crowd is not None and crowd.any():
        iou[:, crowd] = _ratio(inter[:, crowd], predicted, inter[:, crowd])  # area + inter - inter = area(prediction)
    return iou


def _intersection(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    near = np.maximum(a[..., :2], b[..., :2])
    far = np.minimum(a[..., :2] + a[..., 2:], b[..., :2] + b[..., 2:])
    extent = np.maximum(far - near, 0.0)
    with np.errstate(over="ignore"):
        inter: NDArray[np.float64] = extent[..., 0] * extent[..., 1]
    return inter


def _ratio(inter: NDArray[np.float64], area: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):
        union = area + other - inter
    measurable = (inter > 0) & (union > 0) & np.isfinite(union)
    return np.divide(inter, union, out=np.zeros_like(inter), where=measurable)
