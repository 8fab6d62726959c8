"""Candidates: every label and prediction of one image that overlap. No threshold changes them.

They are found once for a run; matching at any IoU and confidence then counts over them in milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids, Labels, Scores, as_boxes, check_same_length
from assay.errors import ArrayError
from assay.evaluation.outcomes import BACKGROUND, CONFUSION, CORRECT, DUPLICATE, IGNORED, MISSED, MatchArrays
from assay.evaluation.overlaps import Overlaps, find_overlaps
from assay.geometry.boxes import are_whole_images

_CODES = np.array([CORRECT, CONFUSION, MISSED, IGNORED, BACKGROUND, IGNORED, DUPLICATE], np.int8)
"""Of correct, confused, missed and ignored labels, then of predictions on background, ignored and taken labels."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """n labels, p predictions that have a score, and the pairs of them that overlap.

    order : (p,) rows of the predictions, image by image, by descending score.
    starts : (p + 1,) the pairs of the prediction `order[k]` are `starts[k]:starts[k + 1]`.
    pair_label : row of the label of each pair. pair_iou : its overlap in (0, 1].
    several : places in `order` of whole-image predictions whose image has several whole-image labels.
    """

    label_class: Labels
    label_ignored: Flags
    label_crowd: Flags
    pred_class: Labels
    pred_score: Scores
    order: Ids
    starts: Ids
    pair_label: Ids
    pair_iou: NDArray[np.float64]
    several: Ids

    def match(self, *, iou: float, confidence: float) -> MatchArrays:
        """Match at one IoU threshold in (0, 1] and one confidence threshold, by the rules in `matching`.

        Raises
        ------
        ArrayError : `iou` is outside (0, 1].
        """
        from assay.evaluation.kernels import arrange_matches, match_candidates  # numba takes 0.3 s to import

        if not 0 < iou <= 1:
            raise ArrayError(f"`iou` must lie in (0, 1], got {iou}.", hint="COCO's usual threshold is 0.5.")
        pred_label, pred_iou = match_candidates(
            self.order,
            self.starts,
            self.pair_label,
            self.pair_iou,
            self.label_class,
            self.label_ignored,
            self.label_crowd,
            self.pred_class,
            self.pred_score,
            self.several,
            iou,
            confidence,
        )
        return MatchArrays(
            *arrange_matches(pred_label, pred_iou, self.label_class, self.label_ignored, self.pred_class, _CODES)
        )

    def best_overlaps(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(n,) and (p,): the greatest IoU of each label and of each prediction, NaN where nothing overlaps it."""
        best_label = np.full(len(self.label_class), np.nan)
        best_pred = np.full(len(self.pred_class), np.nan)
        np.fmax.at(best_label, self.pair_label, self.pair_iou)
        np.fmax.at(best_pred, np.repeat(self.order, np.diff(self.starts)), self.pair_iou)
        return best_label, best_pred


def find_candidates(
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
    overlaps: Overlaps | None = None,
) -> Candidates:
    """The candidates of a run. Rows may come in any order; images are named by any int64 ids.

    `label_ignore` marks what must not count; a crowd label is ignored whether or not it is marked so. `overlaps` says
    how far rows overlap where that is not the overlap of upright boxes: of turned boxes, masks or keypoints.

    Raises
    ------
    ArrayError : when arrays differ in length or boxes are not (n, 4).
    """
    from assay.evaluation.grouping import group_by_image  # numba takes 0.3 s to import
    from assay.evaluation.kernels import sort_groups

    label_boxes, pred_boxes = as_boxes(label_boxes, name="label_boxes"), as_boxes(pred_boxes, name="pred_boxes")
    check_same_length(
        label_image=label_image,
        label_boxes=label_boxes,
        label_class=label_class,
        label_ignore=label_ignore,
        label_crowd=label_crowd,
    )
    check_same_length(pred_image=pred_image, pred_boxes=pred_boxes, pred_class=pred_class, pred_score=pred_score)
    score = np.asarray(pred_score, np.float64)
    crowd: Flags = np.asarray(label_crowd, bool)
    ignored: Flags = np.asarray(label_ignore, bool) | crowd
    labels, predictions = group_by_image(label_image, pred_image, keep=~np.isnan(score))
    sort_groups(*predictions, score)
    pairs = overlaps or find_overlaps(
        label_image=label_image,
        label_boxes=label_boxes,
        label_crowd=crowd,
        pred_image=pred_image,
        pred_boxes=pred_boxes,
    )
    starts, places = _by_prediction(pairs, predictions[1], count=len(score))
    return Candidates(
        label_class=np.asarray(label_class, np.int32),
        label_ignored=ignored,
        label_crowd=crowd,
        pred_class=np.asarray(pred_class, np.int32),
        pred_score=score,
        order=predictions[1],
        starts=starts,
        pair_label=pairs.label[places],
        pair_iou=pairs.iou[places],
        several=_several(labels, are_whole_images(label_boxes) & ~ignored, predictions, are_whole_images(pred_boxes)),
    )


def _by_prediction(pairs: Overlaps, order: Ids, *, count: int) -> tuple[Ids, Ids]:
    """(p + 1,) where the pairs of each prediction in `order` start; (m,) their places among `pairs`.

    The pairs of a prediction stand side by side, but predictions stand by row in each image, not by score.
    """
    first = np.zeros(count, np.int64)
    begins = np.flatnonzero(np.diff(pairs.prediction, prepend=-1))
    first[pairs.prediction[begins]] = begins
    size = np.bincount(pairs.prediction, minlength=count)[order]
    starts = np.concatenate(([0], np.cumsum(size)))
    return starts, np.repeat(first[order] - starts[:-1], size) + np.arange(starts[-1])


def _several(labels: tuple[Ids, Ids], whole: Flags, predictions: tuple[Ids, Ids], pred_whole: Flags) -> Ids:
    """Places in the order of `predictions` of whole images that carry several whole-image labels."""
    label_starts, label_rows = labels
    pred_starts, pred_rows = predictions
    counts = np.diff(np.concatenate(([0], np.cumsum(whole[label_rows])))[label_starts])
    return np.flatnonzero(pred_whole[pred_rows] & np.repeat(counts > 1, np.diff(pred_starts)))
