"""Labels and predictions at the same place, and what those predictions say of the class there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.detectors.class_opinions import ModelChances
from assay.detectors.own_evidence import crowded
from assay.detectors.strongest import best_of_each
from assay.detectors.view import DatasetView

SAME_PLACE = 0.5
"""IoU from which a prediction is about the labelled object: COCO's threshold for a hit."""

TOUCHING = 0.2
"""IoU of pixels from which two masks whose boxes are at the same place are of one object: right masks of a thin thing
overlap by less than half, those of a rider and the horse, whose boxes coincide, hardly."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Labels and predictions at the same place: rows of both, and their IoU."""

    label: Ids
    prediction: Ids
    iou: NDArray[np.float64]

    def __getitem__(self, keep: Ids | Flags) -> Pairs:
        return Pairs(self.label[keep], self.prediction[keep], self.iou[keep])


def at_place(view: DatasetView) -> Flags:
    """(m,) which pairs of `view.overlaps` are at the same place, by their masks where both have one."""
    pixels = view.shape_overlaps.iou
    place: Flags = (pixels >= SAME_PLACE) | ((view.overlaps.iou >= SAME_PLACE) & (pixels >= TOUCHING))
    return place


def pairs_at_place(view: DatasetView) -> Pairs:
    """Every label that counts with every prediction at its place."""
    labels, overlaps = view.labels, view.shape_overlaps
    left_out = labels.ignored | crowded(labels)
    keep = at_place(view) & ~left_out[overlaps.label]
    return Pairs(overlaps.label[keep], overlaps.prediction[keep], overlaps.iou[keep])


def places_of_classes(view: DatasetView) -> Ids:
    """(labels,) the class of each label as a place among the class ids; 0 for a class that there is not."""
    category = view.labels.category
    place = np.searchsorted(view.class_ids, category)
    return np.where(np.isin(category, view.class_ids), place, 0)


def model_chances(view: DatasetView, pairs: Pairs) -> ModelChances | None:
    """What the prediction that fits each label best gives each class; None where predictions carry no class vector."""
    labels, predicted = view.labels, view.predicted
    if predicted.probabilities is None or predicted.probabilities.shape[1] != len(view.class_ids):
        return None
    fit = pairs.iou + 1e-6 * predicted.score[pairs.prediction]  # of equal overlaps (whole images): the surer one
    best = best_of_each(pairs.label, fit, tie=predicted.id[pairs.prediction], count=len(labels))
    items = pairs[best[best >= 0]]
    items = items[np.argsort(labels.id[items.label])]
    p = np.maximum(predicted.probabilities[items.prediction], 0.0)
    total = p.sum(axis=1)
    known = np.isin(labels.category[items.label], view.class_ids) & (total > 0)
    return ModelChances(items.label[known], items.prediction[known], p[known] / total[known, None])
