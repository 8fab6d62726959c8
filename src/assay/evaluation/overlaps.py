"""Which labels and predictions of one image overlap, and by how much."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids, as_boxes, check_same_length


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


def find_overlaps(
    *, label_image: Ids, label_boxes: Boxes, label_crowd: Flags, pred_image: Ids, pred_boxes: Boxes, least: float = 0.0
) -> Overlaps:
    """Every pair of one image with an IoU above 0 and of at least `least`.

    Crowd labels by intersection / area(prediction); two whole images (NaN) overlap by 1.
    """
    from assay.evaluation.grouping import group_by_image  # numba takes 0.3 s to import
    from assay.evaluation.kernels import overlap_groups

    check_same_length(label_image=label_image, label_boxes=label_boxes, label_crowd=label_crowd)
    check_same_length(pred_image=pred_image, pred_boxes=pred_boxes)
    labels, predictions = group_by_image(label_image, pred_image, keep=np.ones(len(pred_boxes), bool))
    return Overlaps(
        *overlap_groups(
            *labels,
            np.ascontiguousarray(as_boxes(label_boxes)),
            np.asarray(label_crowd, bool),
            *predictions,
            np.ascontiguousarray(as_boxes(pred_boxes)),
            least,
        )
    )


def find_own_overlaps(*, image: Ids, boxes: Boxes, least: float = 0.0) -> Overlaps:
    """Every two rows of one table in one image that overlap, each pair once, the earlier row as `label`."""
    none = np.zeros(len(boxes), bool)
    pairs = find_overlaps(
        label_image=image, label_boxes=boxes, label_crowd=none, pred_image=image, pred_boxes=boxes, least=least
    )
    once = pairs.label < pairs.prediction
    return Overlaps(pairs.label[once], pairs.prediction[once], pairs.iou[once])
