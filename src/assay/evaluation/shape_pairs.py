"""Which masks, and which keypoints, of one image overlap, and by how much, whatever their classes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.evaluation.coco_config import COCO_SIGMAS
from assay.evaluation.keypoints import Keypoints, check_keypoints, spreads
from assay.evaluation.overlaps import Overlaps, find_overlaps
from assay.geometry.run_lengths import RunLengths

LEAST_SIMILARITY = 0.01
"""Keypoints less alike than this are no pair: OKS is above 0 however far two objects lie apart."""


def find_mask_overlaps(
    *, label_image: Ids, labels: RunLengths, label_crowd: Flags, pred_image: Ids, predictions: RunLengths
) -> Overlaps:
    """Every label and prediction of one image whose masks share a pixel, by IoU of pixels.

    Of a crowd by the share of the prediction that it covers.
    """
    from assay.evaluation.shape_overlaps import paired_mask_overlaps  # numba takes 0.3 s to import

    near = find_overlaps(
        label_image=label_image,
        label_boxes=labels.bounds,
        label_crowd=label_crowd,
        pred_image=pred_image,
        pred_boxes=predictions.bounds,
    )
    exact = paired_mask_overlaps(near.label, near.prediction, labels.packed(), predictions.packed(), label_crowd)
    return _above(near.label, near.prediction, exact, least=0.0)


def find_keypoint_overlaps(
    *,
    label_image: Ids,
    labels: Keypoints,
    label_area: NDArray[np.float64],
    pred_image: Ids,
    predictions: Keypoints,
    sigmas: tuple[float, ...] = COCO_SIGMAS,
) -> Overlaps:
    """Every label and prediction of one image that are alike by at least `LEAST_SIMILARITY`, by OKS (E11).

    Raises
    ------
    ArrayError : the number of keypoints is not that of `sigmas`.
    """
    from assay.evaluation.shape_overlaps import paired_point_overlaps  # numba takes 0.3 s to import

    for side in (labels, predictions):
        check_keypoints(side, sigmas)
    label, prediction = _of_one_image(label_image, pred_image)
    alike = paired_point_overlaps(
        label, prediction, labels.points, labels.boxes, label_area, predictions.points, spreads(sigmas)
    )
    return _above(label, prediction, alike, least=LEAST_SIMILARITY)


def _of_one_image(label_image: Ids, pred_image: Ids) -> tuple[Ids, Ids]:
    """Rows of the label and of the prediction of every pair that lies in one image, by prediction, then by label."""
    order = np.argsort(label_image, kind="stable")
    first = np.searchsorted(label_image, pred_image, sorter=order)
    size = np.searchsorted(label_image, pred_image, side="right", sorter=order) - first
    ends = np.cumsum(size)
    places = np.repeat(first - ends + size, size) + np.arange(ends[-1] if len(ends) else 0)
    return order[places], np.repeat(np.arange(len(pred_image)), size)


def _above(label: Ids, prediction: Ids, overlap: NDArray[np.float64], *, least: float) -> Overlaps:
    kept = overlap > least
    return Overlaps(label[kept], prediction[kept], overlap[kept])
