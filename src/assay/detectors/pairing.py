"""Which label and which prediction of one class speak of the same object, even where their boxes disagree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes
from assay.detectors.strongest import best_of_each
from assay.detectors.view import DatasetView
from assay.evaluation.overlaps import Overlaps
from assay.geometry.boxes import box_areas

LEAST_OVERLAP = 0.2
"""IoU below which a label and a prediction are two objects, however lonely both are."""

LEAST_CONFIDENCE = 0.1
"""Confidence from which a prediction's box says where an object is."""

TRUST = 0.3
"""Power of the confidence that an overlap is weighed by: of two predictions of one object the surer one is meant."""


def mutual_best(view: DatasetView) -> Overlaps:
    """Labels and predictions of one class of which each is the other's best fit, once a label and a prediction.

    The fit is IoU · confidence^0.3. Only predictions of confidence 0.1 or more, boxes, and labels that count.
    """
    labels, predicted, all_pairs = view.labels, view.predicted, view.overlaps
    keep = (
        (all_pairs.iou >= LEAST_OVERLAP)
        & (predicted.score[all_pairs.prediction] >= LEAST_CONFIDENCE)
        & (labels.category[all_pairs.label] == predicted.category[all_pairs.prediction])
        & ~labels.ignored[all_pairs.label]
        & ~labels.whole[all_pairs.label]
    )
    g, p, iou = all_pairs.label[keep], all_pairs.prediction[keep], all_pairs.iou[keep]
    fit = iou * predicted.score[p] ** TRUST
    of_label = best_of_each(g, fit, tie=predicted.id[p], count=len(labels))
    of_prediction = best_of_each(p, fit, tie=labels.id[g], count=len(predicted))
    both = np.intersect1d(of_label[of_label >= 0], of_prediction[of_prediction >= 0])
    return Overlaps(g[both], p[both], iou[both])


def share_inside(boxes: Boxes, others: Boxes) -> NDArray[np.float64]:
    """(n,) share of the area of each box that lies inside the box of the same row of `others`, 0..1."""
    near = np.maximum(boxes[:, :2], others[:, :2])
    far = np.minimum(boxes[:, :2] + boxes[:, 2:], others[:, :2] + others[:, 2:])
    shared = np.prod(np.maximum(far - near, 0.0), axis=1)
    area = box_areas(boxes)
    share = np.zeros(len(area))
    np.divide(shared, area, out=share, where=area > 0)
    return share
