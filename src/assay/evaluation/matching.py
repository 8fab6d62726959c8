"""Match predictions with labels, one to one, image by image, by the rules of COCO.

Predictions at or above the confidence threshold come by descending score, equal scores in row order. Each
takes the free label it overlaps most, if by at least the IoU threshold, whatever the two classes: that is
what makes a confusion matrix. Of labels that it overlaps equally, one of its class goes first, then the later
row, as COCO has it. A prediction that finds no free label may fall on a crowd or ignored region; then neither
counts. A crowd region takes any number of predictions and is compared by intersection / area(prediction); an
ignored label takes one. What is left over stands on a label that another prediction took, or on background.

A row whose four numbers are NaN stands for a whole image: it overlaps the whole-image rows of its image by 1
and boxes by 0. Where an image has several whole-image labels, equal classes are paired first.
"""

from __future__ import annotations

from assay.arrays import Boxes, Flags, Ids, Labels, Scores
from assay.evaluation.candidates import find_candidates
from assay.evaluation.outcomes import MatchArrays


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
    """Match at one IoU threshold in (0, 1] and one confidence threshold; for more thresholds keep the candidates.

    Rows may come in any order; images are named by any int64 ids. `label_ignore` marks what must not count,
    crowd regions among them; a crowd label is ignored whether or not it is marked so. Every label gives one
    row and every prediction with a score of at least `confidence` one; the others (and those of no score, NaN) none.

    Raises
    ------
    ArrayError : when arrays differ in length, boxes are not (n, 4), or `iou` is outside (0, 1].
    """
    candidates = find_candidates(
        label_image=label_image,
        label_boxes=label_boxes,
        label_class=label_class,
        label_ignore=label_ignore,
        label_crowd=label_crowd,
        pred_image=pred_image,
        pred_boxes=pred_boxes,
        pred_class=pred_class,
        pred_score=pred_score,
    )
    return candidates.match(iou=iou, confidence=confidence)
