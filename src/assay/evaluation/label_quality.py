"""How well the labelled boxes of an image agree with what a model is sure of: ObjectLab, an image at a time.

Tkachenko, Thyagarajan and Mueller, "ObjectLab: Automated Diagnosis of Mislabeled Images in Object Detection Data",
arXiv 2309.00832 (2023). Two things differ, on purpose: distances are told in diagonals of the boxes instead of
pixels, so that a score does not depend on the resolution; and the least similarity m is a constant instead of the
smallest of the whole set, so that an image has the same score alone, in a batch and in a larger set. It is defined for
upright boxes alone, and is so here: masks are compared by their boxes, turned boxes as if they lay upright.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids, Labels, Scores, as_boxes, check_same_length

_TINY = 1e-100  # keeps the logarithm of a score of 0 finite, as in cleanlab


@dataclass(frozen=True, slots=True)
class QualityRules:
    """The constants of ObjectLab.

    weight : of IoU in the similarity weight · IoU + (1 - weight) · exp(-decay · distance).
    decay : per mean diagonal of the two boxes, or per pixel where `in_diagonals` is False.
    floor : m, the least similarity there is.
    sure, certain : confidence above which a prediction tells where an object is, and which class it has.
    conflict : IoU from which two labels of different classes contradict each other.
    temperature : of the soft minimum over the objects of an image.
    """

    weight: float = 0.9
    decay: float = 0.1
    in_diagonals: bool = True
    floor: float = 1e-3
    sure: float = 0.5
    certain: float = 0.95
    conflict: float = 0.95
    temperature: float = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class LabelQuality:
    """Scores from 0, bad, to 1, of p predictions, n labels and m images.

    overlooked : (p,) of predictions, NaN unless it is sure and touches no label (M47).
    location, swapped : (n,) of labels, NaN for those that do not count (M48, M49).
    image_overlooked, image_location, image_swapped : (m,) soft minimum of them; 1 where there are none.
    image : (m,) geometric mean of these three (M50).
    """

    overlooked: Scores
    location: Scores
    swapped: Scores
    image_overlooked: Scores
    image_location: Scores
    image_swapped: Scores

    @property
    def image(self) -> Scores:
        """(m,) the quality of the labels of each image."""
        kinds = (self.image_overlooked, self.image_location, self.image_swapped)
        quality: NDArray[np.float64] = np.exp(np.mean([np.log(_TINY + kind) for kind in kinds], axis=0))
        return quality


def label_quality(
    *,
    images: int,
    label_image: Ids,
    label_boxes: Boxes,
    label_class: Labels,
    label_ignored: Flags,
    pred_image: Ids,
    pred_boxes: Boxes,
    pred_class: Labels,
    pred_score: Scores,
    rules: QualityRules | None = None,
) -> LabelQuality:
    """Score the labels of `images` images, numbered from 0, by the predictions of a run (M46-M50).

    Ignored labels get no score, but a prediction that touches one is not overlooked. Objects of whole images, whose
    boxes are NaN, have no part in it. Takes some 40 bytes an object beyond its arguments.

    Raises
    ------
    ArrayError : when arrays differ in length or boxes are not (n, 4).
    """
    from assay.evaluation.kernels import group_rows  # numba takes 0.3 s to import
    from assay.evaluation.label_quality_kernels import score_labels, softmin_groups

    rules = rules or QualityRules()
    check_same_length(
        label_image=label_image, label_boxes=label_boxes, label_class=label_class, label_ignored=label_ignored
    )
    check_same_length(pred_image=pred_image, pred_boxes=pred_boxes, pred_class=pred_class, pred_score=pred_score)
    labels, predictions = (np.ascontiguousarray(as_boxes(boxes)) for boxes in (label_boxes, pred_boxes))
    label_groups, pred_groups = (
        group_rows(np.asarray(image, np.int64), np.ones(len(image), np.bool_), images)
        for image in (label_image, pred_image)
    )
    counted = ~np.asarray(label_ignored, np.bool_) & np.isfinite(labels).all(axis=1)
    overlooked, location, swapped = score_labels(
        label_groups,
        pred_groups,
        labels,
        np.asarray(label_class, np.int64),
        counted,
        predictions,
        np.asarray(pred_class, np.int64),
        np.asarray(pred_score, np.float64),
        (rules.weight, rules.decay, rules.floor, rules.in_diagonals, rules.sure, rules.certain, rules.conflict),
    )
    return LabelQuality(
        overlooked,
        location,
        swapped,
        softmin_groups(pred_groups, overlooked, rules.temperature),
        softmin_groups(label_groups, location, rules.temperature),
        softmin_groups(label_groups, swapped, rules.temperature),
    )
