"""Match predictions with labels, one to one, image by image, by the rules of COCO.

Predictions at or above the confidence threshold come by descending score, equal scores in row order. Each
takes the free label it overlaps most, if by at least the IoU threshold, whatever the two classes: that is
what makes a confusion matrix. A prediction that finds no label may fall on a crowd or ignored region; then
neither counts. A crowd region takes any number of predictions and is compared by intersection /
area(prediction); an ignored label takes one.

A row whose four numbers are NaN stands for a whole image: it overlaps the whole-image rows of its image by 1
and boxes by 0. Where an image has several whole-image labels, equal classes are paired first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids, Labels, Scores, as_boxes, check_same_length
from assay.errors import ArrayError
from assay.geometry.boxes import are_whole_images
from assay.model.match import Outcome

OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)
"""What an outcome code means: `OUTCOMES[code]`."""

CORRECT, CONFUSION, BACKGROUND, MISSED, IGNORED = (
    OUTCOMES.index(outcome)
    for outcome in (Outcome.CORRECT, Outcome.CONFUSION, Outcome.BACKGROUND, Outcome.MISSED, Outcome.IGNORED)
)


@dataclass(frozen=True, slots=True, eq=False)
class MatchArrays:
    """Who met whom, n rows: every label once in its own order, then every prediction that took none.

    label_index : (n,) row of the label, -1 for a prediction alone.
    pred_index : (n,) row of the prediction, -1 for a label alone.
    iou : (n,) overlap of the two, NaN where one is alone.
    outcome : (n,) int8, an index into `OUTCOMES`.
    """

    label_index: Ids
    pred_index: Ids
    iou: NDArray[np.float64]
    outcome: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.outcome)

    def outcomes(self) -> list[str]:
        """The outcome of each row in words, as the match table stores it."""
        words = np.array([outcome.value for outcome in OUTCOMES])
        told: list[str] = words[self.outcome].tolist()
        return told


def match(
    *,
    label_image: Ids,
    label_boxes: Boxes,
    label_class: Labels,
    label_ignore: Flags,
    label_crowd: Flags,
    pred_image: Ids,
    pred_boxes: Boxes,
    pred_class: Labels,
    pred_score: Scores,
    iou: float,
    confidence: float,
) -> MatchArrays:
    """Match at one IoU threshold in (0, 1] and one confidence threshold.

    Rows may come in any order; images are named by any int64 ids. `label_ignore` marks what must not count,
    crowd regions among them; a crowd label is ignored whether or not it is marked so. Every label gives one
    row and every prediction with a score of at least `confidence` one; the others (and those of no score, NaN) none.

    Raises
    ------
    ArrayError : when arrays differ in length, boxes are not (n, 4), or `iou` is outside (0, 1].
    """
    from assay.evaluation.grouping import group_by_image  # numba takes 0.3 s to import
    from assay.evaluation.kernels import LEFT_OUT, match_groups, pair_equal_classes, sort_groups

    if not 0 < iou <= 1:
        raise ArrayError(f"`iou` must lie in (0, 1], got {iou}.", hint="COCO's usual threshold is 0.5.")
    label_boxes = np.ascontiguousarray(as_boxes(label_boxes, name="label_boxes"))
    pred_boxes = np.ascontiguousarray(as_boxes(pred_boxes, name="pred_boxes"))
    check_same_length(
        label_image=label_image,
        label_boxes=label_boxes,
        label_class=label_class,
        label_ignore=label_ignore,
        label_crowd=label_crowd,
    )
    check_same_length(pred_image=pred_image, pred_boxes=pred_boxes, pred_class=pred_class, pred_score=pred_score)
    pred_score = np.asarray(pred_score, np.float64)
    label_class, pred_class = np.asarray(label_class, np.int32), np.asarray(pred_class, np.int32)
    crowd: Flags = np.asarray(label_crowd, bool)
    ignored: Flags = np.asarray(label_ignore, bool) | crowd
    labels, predictions = group_by_image(label_image, pred_image, keep=pred_score >= confidence)
    sort_groups(*predictions, pred_score)
    pred_label = np.full(len(pred_boxes), LEFT_OUT, np.int64)
    whole = are_whole_images(label_boxes) & ~ignored
    if whole.any():
        pred_whole = are_whole_images(pred_boxes)
        pair_equal_classes(*labels, whole, label_class, *predictions, pred_whole, pred_class, pred_label)
    pred_iou = match_groups(
        *labels, label_boxes, label_class, ignored, crowd, *predictions, pred_boxes, pred_class, pred_label, iou
    )
    return _arrange(pred_label, pred_iou, label_class=label_class, pred_class=pred_class, ignored=ignored)


def _arrange(
    pred_label: Ids, pred_iou: NDArray[np.float64], *, label_class: Labels, pred_class: Labels, ignored: Flags
) -> MatchArrays:
    """From the label of each prediction to one row per label and one per lonely prediction."""
    from assay.evaluation.kernels import ALONE, ON_IGNORED

    count = len(label_class)
    alone = np.flatnonzero((pred_label == ALONE) | (pred_label == ON_IGNORED))
    paired = np.flatnonzero(pred_label >= 0)
    n = count + len(alone)
    label_index = np.full(n, -1, np.int64)
    pred_index = np.full(n, -1, np.int64)
    iou = np.full(n, np.nan)
    outcome = np.full(n, MISSED, np.int8)
    label_index[:count] = np.arange(count)
    outcome[:count][ignored] = IGNORED
    taken = pred_label[paired]
    pred_index[taken], iou[taken] = paired, pred_iou[paired]
    outcome[taken] = np.where(label_class[taken] == pred_class[paired], CORRECT, CONFUSION)
    pred_index[count:] = alone
    outcome[count:] = np.where(pred_label[alone] == ALONE, BACKGROUND, IGNORED)
    return MatchArrays(label_index, pred_index, iou, outcome)
