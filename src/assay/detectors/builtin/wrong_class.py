"""Labels that carry the wrong class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.detectors.at_place import SAME_PLACE, Pairs, model_chances, pairs_at_place, places_of_classes
from assay.detectors.class_opinions import ClassOpinions, class_opinions
from assay.detectors.confident import class_thresholds, confident_classes
from assay.detectors.detector import Need, detector
from assay.detectors.label_odds import log_odds
from assay.detectors.look_alikes import labels_near, told_of
from assay.detectors.strongest import best_of_each
from assay.detectors.suspects import NOBODY, suspects
from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind, SuggestedAction

LIKELY_WRONG = 0.2
"""A label is raised from this chance of being wrong, as a model alone has it."""

SEEN_WRONG = 0.1
"""And from this one where it is known how its look-alikes are labelled."""

SNUG = 0.75
"""IoU from which a prediction is on the labelled object beyond doubt; below, its claim counts for less."""

NEITHER = 0.1
"""Confidence that stands for "neither of the two classes", so that two faint predictions decide nothing."""

WORTH_A_LOOK = 0.1
"""A label that a confident prediction contradicts is raised from this chance of being wrong."""

EXPECTED_SHARE, EXPECTED_WEIGHT = 0.03, 30.0
"""Share of labels taken to be wrong before the model is asked, and how many labels that is worth."""

LIKE, KIN = 60, 10.0
"""How many places next in confidence tell how often a prediction contradicts a label; what the share of all adds."""

SOUND = 0.5
"""Chance from which the look-alikes alone carry a suggestion."""


@detector(
    slug="wrong_class",
    version=7,
    kind=IssueKind.WRONG_CLASS,
    title="Wrong class",
    rule=f"A model that names another class for the same object (overlap {SAME_PLACE} or more), or the labels of what "
    "looks like it, make it likely that the label is wrong.",
    whole_set=True,
    learns_from={Need.PROBABILITIES, Need.LABEL_VECTORS, Need.IMAGE_VECTORS},
)
def wrong_class(view: DatasetView) -> pa.Table:
    """Labels whose class a model contradicts, or the labels of their look-alikes.

    What it measures
    ----------------
    The chance that the label is right, from all that is known. A model with class probabilities (of an image, or of the
    prediction that fits a labelled box best) is one opinion. Embeddings are another, which needs no model: a kernel
    classifier that never saw the label, and the classes of the ten nearest others; near-duplicates never judge each
    other. The opinions are pooled as log chances with the weights that explain the labels best, so that one that says
    nothing counts for nothing; beside a model look-alikes pay a toll, for they learned from the labels that they judge.
    Of the pooled chances two odds are averaged: how likely the label's class is, and how well all chances together fit
    those of the other items of that class, which sees what is systematically mixed up, and images that fit no class at
    all. Half of what is claimed is that; the other half is what the odds are worth beside those of items that were
    given another class at random. Score = that chance; it leans on the whole set. A label is raised below 0.8, below
    0.9 where its look-alikes are known, and only where the likeliest class is another one. Classes of fewer than five
    labels are not learned from embeddings. A model alone is believed as far as its chances explain the labels.

    With predictions that have a confidence alone: score = 1 - s · (1 - own) · min(1, IoU / 0.75), where s is the
    confidence of a prediction of another class on the same box and own that of the best prediction of the label's class
    there (IoU is of pixels where both have masks: a rider is not taken for the horse); its log odds are averaged with
    those of the look-alikes where these are known. A prediction that lies on a label of its own class contradicts
    nobody, and speaks for that label.

    Why it matters
    --------------
    A model learns swapped classes as readily as right ones, and a test set with a few percent of them puts
    models in the wrong order.

    When it misleads
    ----------------
    The model must not have trained on the labels it judges, for it would defend them: use cross-validation. A
    class that the model, or the embedding, hardly knows draws false alarms. Images with several whole-image labels are
    left out, because "another class" is no contradiction there.

    Example
    -------
    "Labelled ii; the model says iii at 0.94 and ii at 0.02; 8 of its 10 look-alikes are labelled iii." Suggested fix:
    make it iii. Where no other class is as likely as it usually is for items of that class, no fix is suggested, for
    only a person can tell.

    Reference
    ---------
    Northcutt, Jiang, Chuang, "Confident Learning", JAIR 70, 2021 (when a class is certain); Genest, Zidek, Statistical
    Science 1, 1986 (the pool); Lange, Little, Taylor, JASA 84, 1989 (the pattern of a class); ObjectLab, arXiv
    2309.00832 ("swapped").
    """
    found, claims, verdict = _judge(view)
    rows = np.flatnonzero((verdict.right < _limit(found, verdict)) & (verdict.rival >= 0))
    rows = rows[np.argsort(view.labels.id[rows])]
    told = [_told(view, found, claims, verdict, int(row)) for row in rows]
    return suspects(
        IssueKind.WRONG_CLASS,
        image=view.labels.image[rows],
        annotation=view.labels.id[rows],
        prediction=np.where(verdict.prediction[rows] >= 0, _ids_at(view, verdict.prediction[rows]), NOBODY),
        category=view.labels.category[rows],
        score=1 - (1 - verdict.right[rows]) * _seconded(view, found, verdict, rows),
        evidence=told,
        suggestion=[_suggestion(view, verdict, row) for row in rows.tolist()],
    )


@dataclass(eq=False)
class _Verdict:
    """Of every label: the chance that it is right (NaN: unknown), which class it is else, and who says so.

    rival : place among the class ids, -1 where no other class is likelier. certain : the rival can be suggested.
    prediction : row, -1 for none. at : row in the opinions, -1 for none. claim : row in the claims, -1 for none.
    """

    right: NDArray[np.float64]
    rival: Ids
    certain: Flags
    prediction: Ids
    at: Ids
    claim: Ids


@dataclass(frozen=True, eq=False)
class _Claims:
    """What confidences say: the strongest claim of another class per label, as far as there is one.

    pairs : the claims. doubt : (len(pairs),) chance that the label is wrong. own : (labels,) confidence of the best
    prediction of the label's own class at its place, 0 for none.
    """

    pairs: Pairs
    doubt: NDArray[np.float64]
    own: NDArray[np.float64]


def _judge(view: DatasetView) -> tuple[ClassOpinions | None, _Claims | None, _Verdict]:
    """All opinions of the labels, pooled; and what confidences say, where a run has no chances of classes."""
    pairs = pairs_at_place(view)
    model = model_chances(view, pairs)
    found = class_opinions(
        places_of_classes(view), view.labels.id, model=model, own=view.own_evidence, classes=len(view.class_ids)
    )
    verdict = _verdict(found, len(view.labels))
    claims = _claims(view, pairs) if view.run_id is not None and model is None else None
    if claims is not None:
        _hear(verdict, claims, view)
    return found, claims, verdict


def _claims(view: DatasetView, pairs: Pairs) -> _Claims:
    """The most confident prediction of another class at each label's place."""
    labels, predicted = view.labels, view.predicted
    confidence = predicted.score[pairs.prediction]
    same = labels.category[pairs.label] == predicted.category[pairs.prediction]
    own = np.zeros(len(labels))
    np.maximum.at(own, pairs.label[same], confidence[same])
    explained = np.zeros(len(predicted), bool)
    explained[pairs.prediction[same]] = True
    claims = pairs[~same & ~explained[pairs.prediction]]
    rival = predicted.score[claims.prediction]
    doubt = rival / (rival + own[claims.label] + NEITHER) * np.minimum(1, claims.iou / SNUG)
    doubt *= _believed(view, pairs, rival)
    best = best_of_each(claims.label, doubt, tie=predicted.id[claims.prediction], count=len(labels))
    chosen = best[best >= 0]
    return _Claims(claims[chosen], doubt[chosen], own)


def _limit(found: ClassOpinions | None, verdict: _Verdict) -> NDArray[np.float64]:
    """(labels,) the chance of being right below which a label is raised, by who speaks of it."""
    limit = np.full(len(verdict.at), 1 - LIKELY_WRONG)
    if found is not None:
        limit[(verdict.at >= 0) & (found.own[verdict.at] >= 0)] = 1 - SEEN_WRONG
    limit[verdict.claim >= 0] = 1 - WORTH_A_LOOK
    return limit


def _seconded(view: DatasetView, found: ClassOpinions | None, verdict: _Verdict, rows: Ids) -> NDArray[np.float64]:
    """(r,) what the chances of look-alikes alone count: for a box, the share of them that have the other class.

    Crops of right labels look like other classes too: of those that a probe calls wrong, few are where look-alikes
    disagree. 1 where a model speaks as well, and for labels of whole images.
    """
    counted = np.ones(len(rows))
    if found is None or view.own_evidence is None:
        return counted
    at = verdict.at[rows]
    alone = (at >= 0) & (verdict.claim[rows] < 0) & (verdict.prediction[rows] < 0) & ~view.labels.whole[rows]
    alone &= found.own[at] >= 0
    voters = view.own_evidence.voters[found.own[at[alone]]]
    agree = view.labels.category[voters] == view.class_ids[verdict.rival[rows[alone]]][:, None]
    counted[alone] = (agree & (voters >= 0)).sum(axis=1) / np.maximum((voters >= 0).sum(axis=1), 1)
    return counted


def _believed(view: DatasetView, pairs: Pairs, confidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """(m,) how far a prediction of each confidence can be believed against a label, 0..1.

    Of the surest prediction at each label's place, the share that contradicts the label: at confidences like this one,
    and among the surer half of all. The second is taken to be the share of wrong labels; what the first has more is
    the model's own error. Their ratio is taken half to heart (its root), for it is an estimate.
    """
    labels, predicted = view.labels, view.predicted
    surest = best_of_each(
        pairs.label, predicted.score[pairs.prediction], tie=predicted.id[pairs.prediction], count=len(labels)
    )
    top = pairs[surest[surest >= 0]]
    top = top[np.lexsort((labels.id[top.label], predicted.score[top.prediction]))]
    ranked, against = predicted.score[top.prediction], labels.category[top.label] != predicted.category[top.prediction]
    sure = against[len(against) // 2 :]
    wrong = (sure.sum() + EXPECTED_SHARE * EXPECTED_WEIGHT) / (len(sure) + EXPECTED_WEIGHT)
    reached = np.concatenate(([0], np.cumsum(against)))
    first = np.clip(np.searchsorted(ranked, confidence) - LIKE // 2, 0, max(0, len(ranked) - LIKE))
    last = np.minimum(first + LIKE, len(ranked))
    usual = (reached[last] - reached[first] + wrong * KIN) / (last - first + KIN)
    believed: NDArray[np.float64] = np.sqrt(np.minimum(1.0, wrong / usual))
    return believed


def _verdict(found: ClassOpinions | None, count: int) -> _Verdict:
    """What chances say of each of `count` labels."""
    nobody = np.full(count, -1)
    verdict = _Verdict(
        np.full(count, np.nan), nobody, np.zeros(count, bool), nobody.copy(), nobody.copy(), nobody.copy()
    )
    if found is None:
        return verdict
    m, rows = np.arange(len(found.label)), found.label
    rivals = found.chances.copy()
    rivals[m, found.given] = -1.0
    rival = rivals.argmax(axis=1)
    sure = confident_classes(found.chances, class_thresholds(found.given, found.chances))
    is_sound = (found.model >= 0).all(axis=1) | (found.chances[m, rival] >= SOUND)
    verdict.right[rows] = found.right
    verdict.rival[rows] = np.where(found.chances.argmax(axis=1) != found.given, rival, -1)
    verdict.certain[rows] = (sure == rival) & is_sound
    verdict.prediction[rows] = found.prediction
    verdict.at[rows] = m
    return verdict


def _hear(verdict: _Verdict, claims: _Claims, view: DatasetView) -> None:
    """Add what confidences say: a claim of another class, or support for the label's own."""
    known = ~np.isnan(verdict.right)
    verdict.right[known] = 1 - (1 - verdict.right[known]) * (1 - claims.own[known])
    rows = claims.pairs.label
    right = 1 - claims.doubt
    both = known[rows]
    right[both] = _between(right[both], verdict.right[rows[both]])
    heard = claims.doubt >= WORTH_A_LOOK
    verdict.right[rows] = right
    verdict.claim[rows[heard]] = np.flatnonzero(heard)
    verdict.prediction[rows[heard]] = claims.pairs.prediction[heard]
    verdict.rival[rows[heard]] = np.searchsorted(
        view.class_ids, view.predicted.category[claims.pairs.prediction[heard]]
    )
    verdict.certain[rows[heard]] = True


def _between(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance whose log odds lie in the middle of those of two chances."""
    middle: NDArray[np.float64] = 1 / (1 + np.exp(-(log_odds(one) + log_odds(other)) / 2))
    return middle


def _told(
    view: DatasetView, found: ClassOpinions | None, claims: _Claims | None, verdict: _Verdict, label: int
) -> Mapping[str, Any]:
    """The evidence of a suspect: what each opinion says of it, in one sentence and in numbers."""
    given = int(view.labels.category[label])
    rival = int(verdict.rival[label])
    evidence: dict[str, Any] = {"other_category_id": int(view.class_ids[rival])}
    reasons = []
    if claims is not None and verdict.claim[label] >= 0:
        reasons.append(_claimed(view, claims, int(verdict.claim[label]), evidence))
    at = int(verdict.at[label])
    if found is not None and at >= 0:
        evidence |= {"probability": found.chances[at, found.given[at]], "other_probability": found.chances[at, rival]}
        if found.prediction[at] >= 0:
            reasons.append(_modelled(view, found.model[at], int(found.given[at])))
        if found.own[at] >= 0 and view.own_evidence is not None:
            evidence["neighbours"] = labels_near(view, view.own_evidence.neighbours, int(found.own[at]))
            reasons.append(told_of(view, view.own_evidence, int(found.own[at]), given=given))
    reasons += [] if verdict.certain[label] else ["no other class is certain"]
    return {"sentence": f"Labelled {view.class_names[given]}; {'; '.join(reasons)}."} | evidence


def _modelled(view: DatasetView, chances: NDArray[np.float64], given: int) -> str:
    """What the model says: its likeliest other class, and what it gives the label."""
    other = int(np.where(np.arange(len(chances)) == given, -1.0, chances).argmax())
    names = [view.class_names[int(view.class_ids[place])] for place in (other, given)]
    return f"the model says {names[0]} at {chances[other]:.2f} and {names[1]} at {chances[given]:.2f}"


def _claimed(view: DatasetView, claims: _Claims, row: int, evidence: dict[str, Any]) -> str:
    """What a confident prediction says, added to `evidence` in numbers too."""
    label, predicted = int(claims.pairs.label[row]), int(claims.pairs.prediction[row])
    own, iou = float(claims.own[label]), float(claims.pairs.iou[row])
    confidence = float(view.predicted.score[predicted])
    name = view.class_names[int(view.labels.category[label])]
    other = view.class_names[int(view.predicted.category[predicted])]
    evidence |= {"confidence": confidence, "own_confidence": own, "iou": iou}
    support = f"as {name} at {own:.2f} at most" if own > 0 else f"nothing there as {name}"
    place = "" if view.labels.whole[label] else f" on the same object (overlap {iou:.2f})"
    return f"predicted as {other} at {confidence:.2f}{place}, {support}"


def _ids_at(view: DatasetView, rows: Ids) -> Ids:
    """Ids of predictions; anything where the row is -1."""
    ids = view.predicted.id
    return ids[rows] if len(ids) else np.full(len(rows), NOBODY)


def _suggestion(view: DatasetView, verdict: _Verdict, row: int) -> Mapping[str, Any] | None:
    """Give the label the rival class, where that is certain enough."""
    if not verdict.certain[row]:
        return None
    return {"action": SuggestedAction.RELABEL.value, "category_id": int(view.class_ids[verdict.rival[row]])}
