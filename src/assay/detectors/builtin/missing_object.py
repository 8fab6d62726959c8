"""Objects that nobody labelled."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from assay.arrays import Flags, Ids
from assay.detectors.detector import Need, detector
from assay.detectors.pairing import mutual_best, share_inside
from assay.detectors.strongest import keep_strongest
from assay.detectors.suspects import suspects
from assay.detectors.view import DatasetView
from assay.evaluation.overlaps import find_own_overlaps
from assay.model.issue import IssueKind, SuggestedAction

CONFIDENT = 0.5
"""Least confidence of a prediction that is believed against the labels; below, the model itself doubts."""

TAKEN = 0.5
"""IoU with a label of any class from which the place is labelled: COCO's threshold for a hit."""

PART = 0.7
"""Share of a prediction inside a label of its class from which it is a part of that object (a torso of a person)."""

SAME_OBJECT = 0.5
"""IoU from which two predictions are one object."""

INSIDE_REGION = 0.5
"""Share of a prediction inside a crowd or ignored region from which nobody was asked to label it."""


@detector(
    slug="missing_object",
    version=1,
    kind=IssueKind.MISSING_OBJECT,
    title="Objects nobody labelled",
    rule=f"The model is at least {CONFIDENT:.0%} sure, and no label lies there.",
    needs={Need.RUN},
)
def missing_object(view: DatasetView) -> pa.Table:
    """Objects that the model sees and nobody labelled.

    What it measures
    ----------------
    Predictions of confidence s ≥ 0.5 whose place is free: no label of any class with IoU ≥ 0.5, no label of
    the same class that holds 70 % of it (a part of a labelled object), none that it fits best of all (a shifted
    label, which is another suspect), and no crowd or ignored region around half of it. Several predictions of
    one object (IoU ≥ 0.5) are one suspect. Score = 1 - s · (1 - o) with o the highest IoU with any label: the
    less free the place, the smaller the doubt. An image is judged by itself.

    Why it matters
    --------------
    A missing label teaches a detector that the object is background and counts a right prediction as a false
    alarm: measured precision sinks where the model is best.

    When it misleads
    ----------------
    Confidences are taken at their word: an overconfident model floods the list. Objects that the instructions
    leave out on purpose (too small, too far, mirrored) come up again and again.

    Example
    -------
    "Mask predicted at 0.89; no label lies there." Suggested fix: add the prediction as a label.

    Reference
    ---------
    Tkachenko, Thyagarajan, Mueller, "ObjectLab", arXiv 2309.00832, 2023 ("overlooked"); FiftyOne calls them
    possibly missing.
    """
    labels, predicted, overlaps = view.labels, view.predicted, view.overlaps
    confident = (predicted.score >= CONFIDENT) & ~predicted.ignored & ~predicted.whole
    rows = np.flatnonzero(confident & ~_taken(view))
    rows = rows[_one_per_object(view, rows)]
    near = np.zeros(len(predicted))
    counted = ~labels.ignored[overlaps.label]
    np.maximum.at(near, overlaps.prediction[counted], overlaps.iou[counted])
    return suspects(
        IssueKind.MISSING_OBJECT,
        image=predicted.image[rows],
        prediction=predicted.id[rows],
        category=predicted.category[rows],
        score=1 - predicted.score[rows] * (1 - near[rows]),
        evidence=[_evidence(view, row, float(near[row])) for row in rows.tolist()],
        suggestion=[
            {
                "action": SuggestedAction.ADD.value,
                "prediction_id": int(predicted.id[row]),
                "category_id": int(predicted.category[row]),
                "box": predicted.boxes[row].tolist(),
            }
            for row in rows.tolist()
        ],
    )


def _taken(view: DatasetView) -> Flags:
    """(n,) predictions whose place is labelled, or was not to be labelled."""
    labels, predicted, overlaps = view.labels, view.predicted, view.overlaps
    g, p = overlaps.label, overlaps.prediction
    same = labels.category[g] == predicted.category[p]
    inside = share_inside(predicted.boxes[p], labels.boxes[g])
    region = labels.ignored[g]
    covered = np.where(region, inside >= INSIDE_REGION, (overlaps.iou >= TAKEN) | (same & (inside >= PART)))
    taken = np.zeros(len(predicted), bool)
    taken[p[covered]] = True
    taken[mutual_best(view).prediction] = True
    return taken


def _one_per_object(view: DatasetView, rows: Ids) -> Flags:
    """(r,) which of the predictions `rows` stands for its object: the most confident of those that overlap."""
    predicted = view.predicted
    pairs = find_own_overlaps(image=predicted.image[rows], boxes=predicted.boxes[rows], least=SAME_OBJECT)
    rank = np.empty(len(rows), np.int64)
    rank[np.lexsort((predicted.id[rows], -predicted.score[rows]))] = np.arange(len(rows))
    return keep_strongest(pairs.label, pairs.prediction, rank=rank)[0]


def _evidence(view: DatasetView, row: int, near: float) -> dict[str, Any]:
    predicted = view.predicted
    name, confidence = view.class_names[int(predicted.category[row])], float(predicted.score[row])
    place = "no label lies there" if near < 0.1 else f"labels overlap it by {near:.2f} at most"
    return {
        "sentence": f"{name} predicted at {confidence:.2f}; {place}.",
        "confidence": confidence,
        "label_iou": near,
    }
