"""Objects that nobody labelled."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.detectors.at_place import TOUCHING, at_place
from assay.detectors.detector import Need, detector
from assay.detectors.pairing import mutual_best, share_inside
from assay.detectors.strongest import keep_strongest
from assay.detectors.suspects import suspects
from assay.detectors.view import DatasetView
from assay.evaluation.overlaps import by_pixels, find_own_overlaps
from assay.model.issue import IssueKind, SuggestedAction

CONFIDENT = 0.3
"""Least confidence of a prediction that is believed against the labels; below, the model itself doubts."""

HEARD = 0.1
"""Least confidence of the predictions that tell how often one of a class and confidence meets a label."""

EXPECTED_SHARE = 0.1
"""Share of objects taken to be unlabelled before the model is asked."""

WORTH_A_LOOK = 0.05
"""A prediction is raised from this chance that nobody labelled its object."""

LIKE, KIN = 60, 10.0
"""How many predictions of its class, next in confidence, tell of one; and how many more those of all classes count,
as does the confidence itself beside those."""

LIKE_OF_ALL = 200
"""How many of all classes tell of one."""

PART = 0.7
"""Share of a prediction inside a label of its class from which it is a part of that object (a torso of a person)."""

SAME_OBJECT = 0.5
"""IoU from which two predictions are one object."""

SURE = 1e-3
"""Confidences and shares are kept this far from 0 and 1, where odds end."""

INSIDE_REGION = 0.5
"""Share of a prediction inside a crowd or ignored region from which nobody was asked to label it."""


@detector(
    slug="missing_object",
    version=4,
    kind=IssueKind.MISSING_OBJECT,
    title="Objects nobody labelled",
    rule=f"The model is at least {100 * CONFIDENT:.0f} % sure, such predictions usually meet a label, "
    "and no label lies there.",
    needs={Need.RUN},
    whole_set=True,
)
def missing_object(view: DatasetView) -> pa.Table:
    """Objects that the model sees and nobody labelled.

    What it measures
    ----------------
    Predictions of confidence s ≥ 0.3 whose place is free: no label of any class with IoU ≥ 0.5 (where both have a mask,
    of pixels, or of boxes with 0.2 of pixels), no label of the same class that holds 70 % of it (a part of a labelled
    object), none that it fits best of all (a shifted label, which is another suspect), and no crowd or ignored
    region around half of it. Several predictions of one object (IoU ≥ 0.5) are one suspect.

    How far a confidence can be believed is seen from the set: m is the share that meets a label among the 60
    predictions of that class next in confidence, leaning on those of all classes. If one object in ten is unlabelled,
    a prediction without a label has odds of 1/9 · m / (1 - m) to be right; we take the geometric mean of these and
    1/9 · s / (1 - s), times 1 - o with o the highest IoU with any label. Score = 1 - the chance of those odds. It
    leans on the whole set, which tells m.

    Why it matters
    --------------
    A missing label teaches a detector that the object is background and counts a right prediction as a false
    alarm: measured precision sinks where the model is best.

    When it misleads
    ----------------
    Where a model has learned from labels with the same gaps, it does not see what they leave out. Objects that
    the instructions leave out on purpose (too small, too far, mirrored) come up again and again.

    Example
    -------
    "Mask predicted at 0.89; no label lies there." Suggested fix: add the prediction as a label.

    Reference
    ---------
    Tkachenko, Thyagarajan, Mueller, "ObjectLab", arXiv 2309.00832, 2023 ("overlooked"); FiftyOne calls them
    possibly missing.
    """
    labels, predicted, overlaps = view.labels, view.predicted, view.shape_overlaps
    confident = (predicted.score >= CONFIDENT) & ~predicted.ignored & ~predicted.whole
    taken = _taken(view)
    rows = np.flatnonzero(confident & ~taken)
    rows = rows[_one_per_object(view, rows)]
    near = np.zeros(len(predicted))
    counted = ~labels.ignored[overlaps.label]
    np.maximum.at(near, overlaps.prediction[counted], overlaps.iou[counted])
    met = _met_share(view, rows, taken)
    chance = _chance(predicted.score[rows], met, near[rows])
    raised = chance >= WORTH_A_LOOK
    rows, chance, met = rows[raised], chance[raised], met[raised]
    return suspects(
        IssueKind.MISSING_OBJECT,
        image=predicted.image[rows],
        prediction=predicted.id[rows],
        category=predicted.category[rows],
        score=1 - chance,
        evidence=[
            _evidence(view, row, near=float(near[row]), met=float(share))
            for row, share in zip(rows.tolist(), met, strict=True)
        ],
        suggestion=[_suggestion(view, row) for row in rows.tolist()],
    )


def _taken(view: DatasetView) -> Flags:
    """(n,) predictions whose place is labelled, or was not to be labelled."""
    labels, predicted, overlaps = view.labels, view.predicted, view.overlaps
    g, p = overlaps.label, overlaps.prediction
    same = labels.category[g] == predicted.category[p]
    inside = share_inside(predicted.boxes[p], labels.boxes[g])
    region = labels.ignored[g]
    covered = np.where(region, inside >= INSIDE_REGION, at_place(view) | (same & (inside >= PART)))
    taken = np.zeros(len(predicted), bool)
    taken[p[covered]] = True
    taken[mutual_best(view).prediction] = True
    return taken


def _one_per_object(view: DatasetView, rows: Ids) -> Flags:
    """(r,) which of the predictions `rows` stands for its object: the most confident of those that overlap."""
    predicted = view.predicted
    pairs = find_own_overlaps(image=predicted.image[rows], boxes=predicted.boxes[rows], least=SAME_OBJECT)
    masks = view.predicted_masks.of(rows)
    pairs = by_pixels(pairs, masks, masks, label_crowd=predicted.crowd[rows])
    pairs = pairs.only(pairs.iou >= TOUCHING)
    rank = np.empty(len(rows), np.int64)
    rank[np.lexsort((predicted.id[rows], -predicted.score[rows]))] = np.arange(len(rows))
    return keep_strongest(pairs.label, pairs.prediction, rank=rank)[0]


def _chance(
    confidence: NDArray[np.float64], met: NDArray[np.float64], near: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(r,) chance that a prediction without a label is right; `near` is its highest IoU with a label."""
    sure, usual = np.clip(confidence, SURE, 1 - SURE), np.clip(met, SURE, 1 - SURE)
    odds = np.sqrt(sure / (1 - sure) * usual / (1 - usual)) * (1 - near) * EXPECTED_SHARE / (1 - EXPECTED_SHARE)
    chance: NDArray[np.float64] = odds / (1 + odds)
    return chance


def _met_share(view: DatasetView, rows: Ids, taken: Flags) -> NDArray[np.float64]:
    """(r,) share that meets a label among predictions like each of `rows`: of its class and next in confidence."""
    predicted = view.predicted
    heard = np.flatnonzero((predicted.score >= HEARD) & ~predicted.ignored & ~predicted.whole)
    heard = heard[_one_per_object(view, heard)]
    heard = heard[np.lexsort((predicted.id[heard], predicted.score[heard]))]
    score, category = predicted.score, predicted.category
    met, count = _met_nearby(score[heard], taken[heard], score[rows], LIKE_OF_ALL)
    share: NDArray[np.float64] = (met + KIN * score[rows]) / (count + KIN)
    for one in np.unique(category[rows]):
        mine, like = category[rows] == one, heard[category[heard] == one]
        met, count = _met_nearby(score[like], taken[like], score[rows[mine]], LIKE)
        share[mine] = (met + KIN * share[mine]) / (count + KIN)
    return share


def _met_nearby(
    ranked: NDArray[np.float64], met: Flags, at: NDArray[np.float64], count: int
) -> tuple[NDArray[np.float64], Ids]:
    """Of the `count` confidences next to each of `at` among `ranked`, ascending: how many met a label, of how many."""
    reached = np.concatenate(([0], np.cumsum(met)))
    first = np.clip(np.searchsorted(ranked, at) - count // 2, 0, max(0, len(ranked) - count))
    last = np.minimum(first + count, len(ranked))
    return (reached[last] - reached[first]).astype(np.float64), last - first


def _evidence(view: DatasetView, row: int, *, near: float, met: float) -> dict[str, Any]:
    predicted = view.predicted
    name, confidence = view.class_names[int(predicted.category[row])], float(predicted.score[row])
    place = "no label lies there" if near < 0.1 else f"labels overlap it by {near:.2f} at most"
    return {
        "sentence": f"{name} predicted at {confidence:.2f}; {place}, "
        f"and {100 * met:.0f} % of such predictions meet a label.",
        "confidence": confidence,
        "label_iou": near,
        "met_share": met,
    }


def _suggestion(view: DatasetView, row: int) -> dict[str, Any]:
    """Add the prediction as a label."""
    predicted = view.predicted
    return {
        "action": SuggestedAction.ADD.value,
        "prediction_id": int(predicted.id[row]),
        "category_id": int(predicted.category[row]),
        "box": predicted.boxes[row].tolist(),
    }
