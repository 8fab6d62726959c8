"""Loose or shifted boxes."""

from __future__ import annotations

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

EXPECTED_SHARE = 0.1
"""Share of boxes taken to be loose before the model is asked."""

LIKELY_WRONG = 0.3
"""A box is raised when the chance that it is loose reaches this: whether it is, a person sees at a glance."""

CONFIDENT = 0.5
"""Least confidence of a prediction whose box is offered instead of the label's."""

LEAST_GAP = 0.02
"""1 - IoU below which two boxes agree perfectly."""

LEAST_SPREAD = 0.25
"""Least spread of log(1 - IoU): where model and labels agree to the pixel, a pixel more is no outlier."""

KIN = 10.0
"""How many boxes of its kind the boxes of all classes count as, so that a rare class is not judged by itself alone."""

HALF_OF_NORMAL = 0.6745
"""Median absolute deviation of a normal distribution of spread 1."""

T_SCALE = 0.375
"""Height of Student's t with 4 degrees of freedom at its middle: Γ(5/2) / (√(4π) Γ(2)) = 3/8."""


@detector(
    slug="loose_box",
    version=1,
    kind=IssueKind.LOOSE_BOX,
    title="Loose or shifted boxes",
    rule=f"A confident prediction of the same class ({CONFIDENT} or more) overlaps by less than {TIGHT}, and by less "
    "than is usual for that class and size.",
    needs={Need.RUN},
    whole_set=True,
)
def loose_box(view: DatasetView) -> pa.Table:
    """Boxes that fit their object worse than boxes of that class usually do.

    What it measures
    ----------------
    For each label and the prediction of its class that is its best fit (and it the prediction's), the gap
    1 - IoU. Where labels are good the logarithm of the gap scatters about a middle that depends on class and
    size (some things have vague edges); loose boxes have any IoU below 0.8. With one box in ten taken to be
    loose beforehand, Bayes' rule gives the chance that this one is, times the confidence of the prediction.
    Score = 1 - that chance. It leans on the whole set, which tells what is usual.

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
    Tkachenko, Thyagarajan, Mueller, "ObjectLab", arXiv 2309.00832, 2023 ("badly located"); measuring
    the gap by what is usual is our own.
    """
    pairs = _confident(view)
    if not len(pairs):
        return no_suspects()
    labels, predicted = view.labels, view.predicted
    chance, usual = _chance_loose(view, pairs)
    raised = np.flatnonzero(chance >= LIKELY_WRONG)
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


def _confident(view: DatasetView) -> Overlaps:
    pairs = mutual_best(view)
    keep = view.predicted.score[pairs.prediction] >= CONFIDENT
    return Overlaps(pairs.label[keep], pairs.prediction[keep], pairs.iou[keep])


def _chance_loose(view: DatasetView, pairs: Overlaps) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(m,) chance that the label of each pair is loose, and (m,) the IoU that is usual for labels like it."""
    labels = view.labels
    alike = size_bands(labels.category[pairs.label], box_areas(labels.boxes[pairs.label]))
    gap = np.log(np.maximum(1 - pairs.iou, LEAST_GAP))
    middle = median_in_groups(alike, gap, weight=KIN)
    spread = median_in_groups(alike, np.abs(gap - middle), weight=KIN) / HALF_OF_NORMAL
    spread = np.maximum(spread, LEAST_SPREAD)
    z = (gap - middle) / spread
    # Density of the log gap among good boxes (Student's t, 4 degrees of freedom) and among loose ones (any IoU
    # between 0.2 and 0.8, so that the log gap has density gap / 0.6).
    good = T_SCALE * (1 + z**2 / 4) ** -2.5 / spread
    loose = np.where((z > 0) & (pairs.iou < TIGHT), np.exp(gap) / 0.6, 0.0)
    chance = EXPECTED_SHARE * loose / (EXPECTED_SHARE * loose + (1 - EXPECTED_SHARE) * good)
    return chance * view.predicted.score[pairs.prediction], 1 - np.exp(middle)


def _evidence(name: str, *, iou: float, usual: float, confidence: float) -> dict[str, Any]:
    return {
        "sentence": f"The box labelled {name} overlaps the prediction at {confidence:.2f} by {iou:.2f}; "
        f"{usual:.2f} is usual here.",
        "iou": iou,
        "usual_iou": usual,
        "confidence": confidence,
    }
