"""Loose or shifted boxes."""

from __future__ import annotations

from math import lgamma
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.detectors.alike import median_in_groups, size_bands
from assay.detectors.detector import Need, detector
from assay.detectors.pairing import mutual_best
from assay.detectors.suspects import no_suspects, suspects
from assay.detectors.view import DatasetView
from assay.evaluation.overlaps import Overlaps
from assay.geometry.boxes import box_areas
from assay.model.issue import IssueKind, SuggestedAction

TIGHT = 0.8
"""IoU from which a box is as good as people draw them."""

EXPECTED_SHARE, EXPECTED_WEIGHT = 0.05, 50.0
"""Share of boxes taken to be loose before the model is asked, and how many boxes that is worth."""

ROUNDS = 6
"""Of expectation-maximisation; more change nothing that shows."""

LIKELY_WRONG = 0.01
"""A box is raised when the chance that it is loose reaches this; the list is ordered by it."""

LEAST_GAP = 0.02
"""1 - IoU below which two boxes agree perfectly."""

FORMS = (1.0, 6.0)
"""Between which the form of the gamma distribution of good gaps is kept, so that no tail is ever too thin."""

LOOSE_DENSITY = 1 / 0.6
"""Of the gaps of loose boxes: as likely anywhere between 0.2 and 0.8."""

KIN = 10.0
"""How many boxes of its kind the boxes of all classes count as, so that a rare class is not judged by itself alone."""


@detector(
    slug="loose_box",
    version=2,
    kind=IssueKind.LOOSE_BOX,
    title="Loose or shifted boxes",
    rule=f"The prediction of the same class that means the same object overlaps by less than {TIGHT}, and by less than "
    "is usual in the set.",
    needs={Need.RUN},
    whole_set=True,
)
def loose_box(view: DatasetView) -> pa.Table:
    """Boxes that fit their object worse than boxes of that class usually do.

    What it measures
    ----------------
    For each label and the prediction of its class that is its best fit (and it the prediction's), the gap
    1 - IoU times the confidence of the prediction: a faint prediction says little about where an object ends. Good
    labels have gaps that follow a gamma distribution, loose ones any gap between 0.2 and 0.8; its parameters and the
    share of loose labels are fitted by expectation-maximisation, beginning with one in twenty. Score = 1 - the
    chance that the gap comes from the loose ones. It leans on the whole set, which tells what is usual.

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
    Tkachenko, Thyagarajan, Mueller, "ObjectLab", arXiv 2309.00832, 2023 ("badly located"); weighing the
    gap by confidence and by what is usual is our own.
    """
    pairs = mutual_best(view)
    if not len(pairs):
        return no_suspects()
    labels, predicted = view.labels, view.predicted
    chance = _chance_loose((1 - pairs.iou) * predicted.score[pairs.prediction])
    usual = _usual(view, pairs)
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
                usual=float(usual[i]),
                confidence=float(predicted.score[pairs.prediction[i]]),
            )
            for i in raised
        ],
        suggestion=[{"action": SuggestedAction.MOVE.value, "box": predicted.boxes[row].tolist()} for row in p.tolist()],
    )


def _chance_loose(doubt: NDArray[np.float64]) -> NDArray[np.float64]:
    """(m,) chance that the label of each pair is loose, by its gap weighed by confidence; grows with it."""
    chance, share = np.zeros(len(doubt)), EXPECTED_SHARE
    for _ in range(ROUNDS):
        right = np.maximum(1 - chance, 1e-6)
        middle = max(float(np.average(doubt, weights=right)), LEAST_GAP)
        variance = float(np.average((doubt - middle) ** 2, weights=right))
        form = float(np.clip(middle**2 / max(variance, LEAST_GAP**2), *FORMS))
        place = np.maximum(doubt, middle) * form / middle
        good = np.exp((form - 1) * np.log(place) - place - lgamma(form)) * form / middle
        wrong = share * LOOSE_DENSITY * (doubt > middle)
        chance = wrong / (wrong + (1 - share) * good)
        share = (EXPECTED_SHARE * EXPECTED_WEIGHT + chance.sum()) / (EXPECTED_WEIGHT + len(chance))
    return chance


def _usual(view: DatasetView, pairs: Overlaps) -> NDArray[np.float64]:
    """(m,) the IoU that is usual for labels like that of each pair, of its class and size."""
    labels = view.labels
    alike = size_bands(labels.category[pairs.label], box_areas(labels.boxes[pairs.label]))
    return median_in_groups(alike, pairs.iou, weight=KIN)


def _evidence(name: str, *, iou: float, usual: float, confidence: float) -> dict[str, Any]:
    return {
        "sentence": f"The box labelled {name} overlaps the prediction at {confidence:.2f} by {iou:.2f}; "
        f"{usual:.2f} is usual here.",
        "iou": iou,
        "usual_iou": usual,
        "confidence": confidence,
    }
