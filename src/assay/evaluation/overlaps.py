"""Which labels and predictions of one image overlap, and by how much."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids, as_boxes, check_same_length
from assay.geometry.boxes import box_areas
from assay.geometry.drawn_masks import Masks
from assay.geometry.rotated import Angles, paired_rotated_intersection, paired_rotated_iou, rotated_bounds


@dataclass(frozen=True, slots=True, eq=False)
class Overlaps:
    """Pairs that overlap: (m,) row of the label, (m,) row of the prediction, (m,) IoU in (0, 1].

    Pairs come image by image, by prediction, then by label.
    """

    label: Ids
    prediction: Ids
    iou: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.iou)

    def only(self, kept: Flags) -> Overlaps:
        """The pairs that `kept` (m,) marks."""
        return Overlaps(self.label[kept], self.prediction[kept], self.iou[kept])


def find_overlaps(
    *,
    label_image: Ids,
    label_boxes: Boxes,
    label_crowd: Flags,
    pred_image: Ids,
    pred_boxes: Boxes,
    label_rotation: Angles | None = None,
    pred_rotation: Angles | None = None,
    least: float = 0.0,
) -> Overlaps:
    """Every pair of one image with an IoU above 0 and of at least `least`.

    Crowd labels by intersection / area(prediction); two whole images (NaN) overlap by 1. Boxes that are turned, by a
    rotation in radians that is neither 0 nor NaN, are compared as they lie, exactly (E12).
    """
    from assay.evaluation.grouping import group_by_image  # numba takes 0.3 s to import
    from assay.evaluation.kernels import overlap_groups

    check_same_length(label_image=label_image, label_boxes=label_boxes, label_crowd=label_crowd)
    check_same_length(pred_image=pred_image, pred_boxes=pred_boxes)
    labels, predictions = group_by_image(label_image, pred_image, keep=np.ones(len(pred_boxes), bool))
    crowd = np.asarray(label_crowd, bool)
    upright, turned = (as_boxes(label_boxes), as_boxes(pred_boxes)), (label_rotation, pred_rotation)
    angles = tuple(_angles(rotation, len(boxes)) for rotation, boxes in zip(turned, upright, strict=True))
    is_turned = any(angle.any() for angle in angles)
    around = tuple(rotated_bounds(*rows) for rows in zip(upright, angles, strict=True)) if is_turned else upright
    bounds = [np.ascontiguousarray(boxes) for boxes in around]
    found = Overlaps(*overlap_groups(*labels, bounds[0], crowd, *predictions, bounds[1], 0.0 if is_turned else least))
    return _as_they_lie(found, upright, angles, crowd, least) if is_turned else found


def _angles(rotation: Angles | None, count: int) -> Angles:
    return np.zeros(count) if rotation is None else np.nan_to_num(np.asarray(rotation, np.float64))


def _as_they_lie(
    pairs: Overlaps, boxes: tuple[Boxes, ...], angles: tuple[Angles, ...], crowd: Flags, least: float
) -> Overlaps:
    """The pairs whose bounds overlap with the overlap of the boxes themselves, of at least `least`."""
    at = np.flatnonzero((angles[0][pairs.label] != 0) | (angles[1][pairs.prediction] != 0))
    label, prediction = pairs.label[at], pairs.prediction[at]
    sides = (boxes[0][label], angles[0][label], boxes[1][prediction], angles[1][prediction])
    exact = paired_rotated_iou(*sides)
    of_crowd = crowd[label]
    shared = paired_rotated_intersection(*(side[of_crowd] for side in sides))
    exact[of_crowd] = shared / np.where(shared > 0, box_areas(sides[2][of_crowd]), 1.0)
    iou = pairs.iou.copy()
    iou[at] = exact
    kept = (iou > 0) & (iou >= least)
    return Overlaps(pairs.label, pairs.prediction, iou).only(kept)


def by_pixels(pairs: Overlaps, labels: Masks, predictions: Masks, *, label_crowd: Flags) -> Overlaps:
    """The same pairs with the IoU of pixels where both have a mask: 0 where only their boxes meet."""
    at = np.flatnonzero(labels.has[pairs.label] & predictions.has[pairs.prediction])
    if not len(at):
        return pairs
    from assay.evaluation.shape_overlaps import paired_mask_overlaps  # numba takes 0.3 s to import

    one, other = labels.number[pairs.label[at]], predictions.number[pairs.prediction[at]]
    crowd = np.zeros(len(labels.runs), np.bool_)
    crowd[one] = label_crowd[pairs.label[at]]
    iou = pairs.iou.copy()
    iou[at] = paired_mask_overlaps(one, other, labels.runs.packed(), predictions.runs.packed(), crowd)
    return Overlaps(pairs.label, pairs.prediction, iou)


def find_own_overlaps(*, image: Ids, boxes: Boxes, least: float = 0.0) -> Overlaps:
    """Every two rows of one table in one image that overlap, each pair once, the earlier row as `label`."""
    none = np.zeros(len(boxes), bool)
    pairs = find_overlaps(
        label_image=image, label_boxes=boxes, label_crowd=none, pred_image=image, pred_boxes=boxes, least=least
    )
    return pairs.only(pairs.label < pairs.prediction)
