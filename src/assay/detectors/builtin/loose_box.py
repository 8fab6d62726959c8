"""Loose or shifted boxes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.detectors.detector import Need, detector
from assay.detectors.looseness import looseness
from assay.detectors.pairing import LEAST_CONFIDENCE, mutual_best
from assay.detectors.suspects import no_suspects, suspects
from assay.detectors.view import DatasetView
from assay.evaluation.overlaps import Overlaps
from assay.model.issue import IssueKind, SuggestedAction

TIGHT = 0.8
"""IoU from which a box is as good as people draw them."""

FAINTER = 0.05
"""Power of the share of confidence that a fainter prediction has: at a tenth of it, its fit counts for nine tenths."""

SHY = 4.0
"""Odds of the fitted chance times this: the fit is shy, and loose boxes would stand too low among other suspects."""

LIKELY_WRONG = 0.03
"""A box is raised when the chance that it is loose reaches this; the list is ordered by it."""


@detector(
    slug="loose_box",
    version=4,
    kind=IssueKind.LOOSE_BOX,
    title="Loose or shifted boxes",
    rule=f"The prediction of the same class that means the same object overlaps by less than {TIGHT}, and by less than "
    "is usual for predictions of that confidence and class.",
    needs={Need.RUN},
    whole_set=True,
)
def loose_box(view: DatasetView) -> pa.Table:
    """Boxes that fit their object worse than boxes of that class usually do.

    What it measures
    ----------------
    For each label and the prediction of its class that fits it best (and it the prediction: of IoU ·
    confidence^0.3, from a confidence of 0.1), the gap 1 - IoU. A fainter prediction s' that fits better than that
    one, s, speaks for the label: its IoU counts times (s'/s)^0.05. The gap is judged beside what is usual for
    predictions of similar confidence and of the class: a faint prediction says little of where an object ends (the
    mean of gap · confidence is what is told). Good labels have gaps that follow a log-normal distribution about the
    usual one, long-tailed as models now and then are simply wrong; loose ones have any gap between 0.2 and 0.8.
    What is usual and the share of loose labels are fitted by expectation-maximisation, beginning with one in
    twenty. The odds that the gap comes from the loose ones, times 4, give the chance; score = 1 - chance. It leans
    on the whole set.

    Why it matters
    --------------
    Loose boxes blur what a detector learns of edges and cost precision at strict overlaps (AP at 0.75 and up).

    When it misleads
    ----------------
    Where the model's own boxes are off: at occlusions, at the image border, for thin and tilted things. Labels
    that follow another rule than the model's training set (hats with or without the brim) come up in bulk.

    Example
    -------
    "The box labelled Person overlaps the prediction at 0.91 by 0.58; 0.87 is usual here." Suggested fix: move
    the label to the predicted box.

    Reference
    ---------
    Tkachenko, Thyagarajan, Mueller, "ObjectLab", arXiv 2309.00832, 2023 ("badly located"); judging the gap by what is
    usual at that confidence is our own.
    """
    pairs = mutual_best(view)
    if not len(pairs):
        return no_suspects()
    labels, predicted = view.labels, view.predicted
    found = looseness(1 - _best_fit(view, pairs), predicted.score[pairs.prediction], labels.category[pairs.label])
    chance = SHY * found.chance / (1 + (SHY - 1) * found.chance)
    raised = np.flatnonzero((chance >= LIKELY_WRONG) & (pairs.iou < TIGHT))
    g, p = pairs.label[raised], pairs.prediction[raised]
    return suspects(
        IssueKind.LOOSE_BOX,
        image=labels.image[g],
        annotation=labels.id[g],
        prediction=predicted.id[p],
        category=labels.category[g],
        score=1 - chance[raised],
        evidence=[
            _evidence(
                view.class_names[int(labels.category[pairs.label[i]])],
                iou=float(pairs.iou[i]),
                usual=float(1 - found.usual[i]),
                confidence=float(predicted.score[pairs.prediction[i]]),
            )
            for i in raised
        ],
        suggestion=[{"action": SuggestedAction.MOVE.value, "box": predicted.boxes[row].tolist()} for row in p.tolist()],
    )


def _best_fit(view: DatasetView, pairs: Overlaps) -> NDArray[np.float64]:
    """(m,) the highest IoU of each pair's label with a prediction of its class, fainter ones counting for less."""
    labels, predicted, every = view.labels, view.predicted, view.overlaps
    confidence, fit = np.full(len(labels), np.inf), np.zeros(len(labels))
    confidence[pairs.label] = predicted.score[pairs.prediction]
    beside = np.minimum(1, predicted.score[every.prediction] / np.maximum(confidence[every.label], LEAST_CONFIDENCE))
    same = labels.category[every.label] == predicted.category[every.prediction]
    np.maximum.at(fit, every.label[same], (every.iou * beside**FAINTER)[same])
    best: NDArray[np.float64] = fit[pairs.label]
    return best


def _evidence(name: str, *, iou: float, usual: float, confidence: float) -> dict[str, Any]:
    return {
        "sentence": f"The box labelled {name} overlaps the prediction at {confidence:.2f} by {iou:.2f}; "
        f"{usual:.2f} is usual here.",
        "iou": iou,
        "usual_iou": usual,
        "confidence": confidence,
    }
