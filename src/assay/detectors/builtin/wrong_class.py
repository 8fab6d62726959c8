"""Labels that carry the wrong class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, Probabilities
from assay.detectors.confident import class_thresholds, confident_classes, confident_errors
from assay.detectors.detector import Need, detector
from assay.detectors.label_odds import chance_right
from assay.detectors.strongest import best_of_each
from assay.detectors.suspects import no_suspects, suspects
from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind, SuggestedAction

SAME_PLACE = 0.5
"""IoU from which a prediction is about the labelled object: COCO's threshold for a hit."""

LIKELY_WRONG = 0.5
"""A label is raised when it is more likely wrong than right."""

WORTH_A_LOOK = 0.2
"""Without class probabilities a label is raised from this chance of being wrong."""

NEITHER = 0.1
"""Confidence that stands for "neither of the two classes", so that two faint predictions decide nothing."""

SNUG = 0.75
"""IoU from which a prediction is on the labelled object beyond doubt; below, its claim counts for less."""


@detector(
    slug="wrong_class",
    version=1,
    kind=IssueKind.WRONG_CLASS,
    title="Wrong class",
    rule=f"The model names another class for the same object (overlap {SAME_PLACE} or more), and the label is more "
    "likely wrong than right.",
    needs={Need.RUN},
    whole_set=True,
)
def wrong_class(view: DatasetView) -> pa.Table:
    """Labels whose class the model contradicts.

    What it measures
    ----------------
    With class probabilities (of an image, or of the prediction that fits a labelled box best): the estimated
    chance that the label is right. Two opinions are pooled: how likely the model finds the label's class, and
    how well all its class probabilities together fit those of the other items of that class. The second sees
    what a model systematically mixes up, and images that fit no class at all. Score = that chance; it leans on
    the whole set, so the score of an item moves a little when others are added. A label is raised below 0.5,
    and only where the likeliest class is another one.

    Without class probabilities: score = 1 - s · (1 - own) · min(1, IoU / 0.75), where s is the confidence of a
    prediction of another class on the same box and own that of the best prediction of the label's class there.
    A prediction that lies on a label of its own class contradicts nobody.

    Why it matters
    --------------
    A model learns swapped classes as readily as right ones, and a test set with a few percent of them puts
    models in the wrong order.

    When it misleads
    ----------------
    The model must not have trained on the labels it judges, for it would defend them: use cross-validation. A
    class that the model hardly knows draws false alarms. Images with several whole-image labels are left out,
    because "another class" is no contradiction there.

    Example
    -------
    "Labelled ii; the model says iii at 0.94 and ii at 0.02." Suggested fix: make it iii. Where no other class
    is as likely as it usually is for items of that class, no fix is suggested, for only a person can tell.

    Reference
    ---------
    Northcutt, Jiang, Chuang, "Confident Learning", JAIR 70, 2021 (when a class is certain);
    Lange, Little, Taylor, JASA 84, 1989 (the pattern of a class); ObjectLab, arXiv 2309.00832 ("swapped").
    """
    pairs = _pairs(view)
    if view.predicted.probabilities is None or view.predicted.probabilities.shape[1] != len(view.class_ids):
        return _by_score(view, pairs)
    return _by_probability(view, pairs, view.predicted.probabilities)


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Labels and predictions at the same place: rows of both, and their IoU."""

    label: Ids
    prediction: Ids
    iou: NDArray[np.float64]

    def __getitem__(self, keep: Ids | Flags) -> _Pairs:
        return _Pairs(self.label[keep], self.prediction[keep], self.iou[keep])


def _pairs(view: DatasetView) -> _Pairs:
    """Every label that counts with every prediction at its place."""
    labels, overlaps = view.labels, view.overlaps
    whole, row_of = np.unique(labels.image[labels.whole & ~labels.ignored], return_inverse=True)
    crowded = whole[np.bincount(row_of, minlength=len(whole)) > 1]
    left_out = labels.ignored | (labels.whole & np.isin(labels.image, crowded))
    keep = (overlaps.iou >= SAME_PLACE) & ~left_out[overlaps.label]
    return _Pairs(overlaps.label[keep], overlaps.prediction[keep], overlaps.iou[keep])


def _by_probability(view: DatasetView, pairs: _Pairs, probabilities: Probabilities) -> pa.Table:
    """Judge each label by the probabilities of the prediction that fits it best."""
    labels, predicted = view.labels, view.predicted
    fit = pairs.iou + 1e-6 * predicted.score[pairs.prediction]  # of equal overlaps (whole images): the surer one
    best = best_of_each(pairs.label, fit, tie=predicted.id[pairs.prediction], count=len(labels))
    items = pairs[best[best >= 0]]
    items = items[np.argsort(labels.id[items.label])]
    p = np.maximum(probabilities[items.prediction], 0.0)
    total = p.sum(axis=1)
    known = np.isin(labels.category[items.label], view.class_ids) & (total > 0)
    items, p = items[known], p[known] / total[known, None]
    if not len(items.label):
        return no_suspects()
    y = np.searchsorted(view.class_ids, labels.category[items.label])
    score = chance_right(y, p)
    sure = confident_classes(p, class_thresholds(y, p))
    flagged = confident_errors(y, p)
    rows = np.flatnonzero((score < LIKELY_WRONG) & (p.argmax(axis=1) != y))
    rivals = p.copy()
    rivals[np.arange(len(y)), y] = -1.0
    rival = rivals.argmax(axis=1)
    told = [
        _probability_evidence(
            view,
            given=int(view.class_ids[y[i]]),
            other=int(view.class_ids[rival[i]]),
            own=float(p[i, y[i]]),
            rival=float(p[i, rival[i]]),
            certain=bool(sure[i] == rival[i]),
            flagged=bool(flagged[i]),
        )
        for i in rows
    ]
    return _table(view, items[rows], score[rows], told)


def _by_score(view: DatasetView, pairs: _Pairs) -> pa.Table:
    """Judge each label by the most confident prediction of another class at its place."""
    labels, predicted = view.labels, view.predicted
    confidence = predicted.score[pairs.prediction]
    same = labels.category[pairs.label] == predicted.category[pairs.prediction]
    own = np.zeros(len(labels))
    np.maximum.at(own, pairs.label[same], confidence[same])
    explained = np.zeros(len(predicted), bool)
    explained[pairs.prediction[same]] = True
    claims = pairs[~same & ~explained[pairs.prediction]]
    rival, fit = predicted.score[claims.prediction], np.minimum(1, claims.iou / SNUG)
    doubt = rival / (rival + own[claims.label] + NEITHER) * fit
    best = best_of_each(claims.label, doubt, tie=predicted.id[claims.prediction], count=len(labels))
    chosen = best[best >= 0]
    chosen = chosen[doubt[chosen] > WORTH_A_LOOK]
    items = claims[chosen]
    told = [
        _score_evidence(view, int(g), int(p), iou=float(iou), own=float(own[g]))
        for g, p, iou in zip(items.label, items.prediction, items.iou, strict=True)
    ]
    return _table(view, items, 1 - doubt[chosen], told)


_Told = tuple[Mapping[str, Any], Mapping[str, Any] | None]
"""The evidence of a suspect and its suggestion."""


def _probability_evidence(
    view: DatasetView, *, given: int, other: int, own: float, rival: float, certain: bool, flagged: bool
) -> _Told:
    name, other_name = view.class_names[given], view.class_names[other]
    if certain:
        sentence = f"Labelled {name}; the model says {other_name} at {rival:.2f} and {name} at {own:.2f}."
    else:
        sentence = (
            f"Labelled {name}, which the model gives {own:.2f}; it is sure of no other class "
            f"({other_name} comes first at {rival:.2f})."
        )
    evidence = {
        "sentence": sentence,
        "probability": own,
        "other_category_id": other,
        "other_probability": rival,
        "confident_learning": flagged,
    }
    return evidence, _relabel(other) if certain else None


def _score_evidence(view: DatasetView, label: int, prediction: int, *, iou: float, own: float) -> _Told:
    predicted, given = view.predicted, int(view.labels.category[label])
    other, confidence = int(predicted.category[prediction]), float(predicted.score[prediction])
    name, other_name = view.class_names[given], view.class_names[other]
    support = f"as {name} at {own:.2f} at most" if own > 0 else f"nothing there as {name}"
    place = "" if view.labels.whole[label] else f" on the same object (overlap {iou:.2f})"
    evidence = {
        "sentence": f"Labelled {name}; predicted as {other_name} at {confidence:.2f}{place}, {support}.",
        "confidence": confidence,
        "own_confidence": own,
        "other_category_id": other,
        "iou": iou,
    }
    return evidence, _relabel(other)


def _relabel(category: int) -> Mapping[str, Any]:
    return {"action": SuggestedAction.RELABEL.value, "category_id": category}


def _table(view: DatasetView, items: _Pairs, score: NDArray[np.float64], told: list[_Told]) -> pa.Table:
    return suspects(
        IssueKind.WRONG_CLASS,
        image=view.labels.image[items.label],
        annotation=view.labels.id[items.label],
        prediction=view.predicted.id[items.prediction],
        category=view.labels.category[items.label],
        score=score,
        evidence=[evidence for evidence, _ in told],
        suggestion=[suggestion for _, suggestion in told],
    )
