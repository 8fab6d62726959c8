"""Confident learning: which labels disagree with what a model is unusually sure of.

Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70 (2021).
Every function gives what cleanlab 2.9 gives for the same input; tests hold that.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, Probabilities
from assay.detectors.label_scores import normalized_margin, self_confidence

SLACK = 1e-6
"""How far below a threshold, or below the highest probability, still counts as reaching it."""

NO_LABEL = 1e9
"""Threshold of a class that no item is labelled with: never reached."""


class Prune(StrEnum):
    """How the wrong labels are picked (M42). None picks a label that the model finds likeliest.

    NOISE_RATE  of each pair of classes as many as the confident joint counts, those of the largest margin.
    CLASS  of each class as many as the joint counts, those of the lowest own probability.
    BOTH  what both of these pick.
    CONFIDENT_LEARNING  all that are confidently of another class.
    PREDICTED_NEQ_GIVEN  all whose likeliest class is another.
    LOW_SELF_CONFIDENCE, LOW_NORMALIZED_MARGIN  as many as CONFIDENT_LEARNING picks, those of the lowest score.
    """

    NOISE_RATE = "prune_by_noise_rate"
    CLASS = "prune_by_class"
    BOTH = "both"
    CONFIDENT_LEARNING = "confident_learning"
    PREDICTED_NEQ_GIVEN = "predicted_neq_given"
    LOW_SELF_CONFIDENCE = "low_self_confidence"
    LOW_NORMALIZED_MARGIN = "low_normalized_margin"


def class_thresholds(labels: Ids, probabilities: Probabilities) -> NDArray[np.float64]:
    """(k,) how sure the model is of a class, on average, over the items labelled with it: t_j = mean p[j]."""
    k = probabilities.shape[1]
    count = np.bincount(labels, minlength=k)
    own = probabilities[np.arange(len(labels)), labels]
    mean = np.bincount(labels, own, minlength=k) / np.maximum(count, 1)
    return np.maximum(np.where(count > 0, mean, NO_LABEL), 2 * SLACK)


def confident_classes(probabilities: Probabilities, thresholds: NDArray[np.float64]) -> Ids:
    """(n,) the class each item is confidently of: the likeliest with p[j] ≥ t_j; -1 where it is of none.

    Where several classes reach their thresholds the likeliest of *all* classes stands, as in cleanlab.
    """
    reached = probabilities >= thresholds - SLACK
    count = reached.sum(axis=1)
    several = np.where(count > 1, probabilities.argmax(axis=1), reached.argmax(axis=1))
    classes: Ids = np.where(count > 0, several, -1)
    return classes


def confident_joint(labels: Ids, probabilities: Probabilities) -> Ids:
    """(k, k) counts C[i, j] of items labelled i and confidently of class j, calibrated to the label counts.

    Rows sum to the number of items of each class (up to rounding of the whole), so that the off-diagonal of a
    row estimates how many labels of a class are wrong.
    """
    k = probabilities.shape[1]
    guess = confident_classes(probabilities, class_thresholds(labels, probabilities))
    sure = guess >= 0
    counts = np.bincount(labels[sure] * k + guess[sure], minlength=k * k).reshape(k, k).astype(np.float64)
    np.fill_diagonal(counts, np.maximum(np.diagonal(counts), 1))
    counts = counts / counts.sum(axis=1, keepdims=True) * np.bincount(labels, minlength=k)[:, None]
    counts = counts / counts.sum() * len(labels)
    return np.array([_round_keeping_sum(row) for row in counts])


def confident_errors(labels: Ids, probabilities: Probabilities) -> Flags:
    """(n,) which labels confident learning calls wrong: confidently of another class, and not the likeliest class."""
    guess = confident_classes(probabilities, class_thresholds(labels, probabilities))
    flags: Flags = (guess >= 0) & (guess != labels) & _beaten(labels, probabilities)
    return flags


def pruned(labels: Ids, probabilities: Probabilities, *, by: Prune, share: float = 1.0) -> Flags:
    """(n,) which labels the method `by` calls wrong.

    labels : (n,) columns of `probabilities` (n, k), whose rows sum to one. share : what part of the errors that the
    confident joint counts is picked, by NOISE_RATE, CLASS and BOTH; the rest know no count.
    """
    match by:
        case Prune.CONFIDENT_LEARNING:
            return confident_errors(labels, probabilities)
        case Prune.PREDICTED_NEQ_GIVEN:
            return _beaten(labels, probabilities)
        case Prune.LOW_SELF_CONFIDENCE:
            return _lowest(self_confidence(labels, probabilities), confident_errors(labels, probabilities).sum())
        case Prune.LOW_NORMALIZED_MARGIN:
            return _lowest(normalized_margin(labels, probabilities), confident_errors(labels, probabilities).sum())
    joint = _prunable(confident_joint(labels, probabilities), share)
    flags = np.ones(len(labels), bool)
    if by is not Prune.CLASS:
        flags &= _by_noise_rate(labels, probabilities, joint)
    if by is not Prune.NOISE_RATE:
        flags &= _by_class(labels, probabilities, joint)
    flags &= _beaten(labels, probabilities)
    return flags


def label_set_errors(given: Flags, chances: NDArray[np.float64], *, by: Prune = Prune.NOISE_RATE) -> Flags:
    """(n, k) which classes of n label sets are called wrong, each class against the rest (M52).

    given (n, k) : which classes an item is labelled with. chances (n, k) : of each class, by itself.
    """
    columns = [
        pruned(said.astype(np.int64), np.stack((1 - p, p), axis=1), by=by)
        for said, p in zip(given.T, chances.T, strict=True)
    ]
    return np.stack(columns, axis=1)


def _beaten(labels: Ids, probabilities: Probabilities) -> Flags:
    """Where another class is the likeliest; an equal one only if it comes before by more than `SLACK`."""
    own = probabilities[np.arange(len(labels)), labels]
    flags: Flags = own < probabilities.max(axis=1) - SLACK
    return flags


def _lowest(scores: NDArray[np.float64], count: int) -> Flags:
    flags = np.zeros(len(scores), bool)
    flags[np.argsort(scores)[:count]] = True
    return flags


def _prunable(joint: Ids, share: float) -> Ids:
    """The joint with one right item of each class at the least, and errors times `share`; whole numbers."""
    right = np.maximum(np.diagonal(joint), 1)
    others = np.maximum(np.count_nonzero(joint, axis=1) - 1.0, 1.0)
    errors = np.maximum(joint - ((right - np.diagonal(joint)) / others)[:, None], 0)
    np.fill_diagonal(errors, 0)
    counts = errors * share
    np.fill_diagonal(counts, right + (errors - counts).sum(axis=1))
    whole: Ids = counts.astype(np.int64)
    return whole


def _by_noise_rate(labels: Ids, probabilities: Probabilities, joint: Ids) -> Flags:
    """Of the items labelled i, the joint[i, j] of the largest p[j] - p[i], for each other class j."""
    flags = np.zeros(len(labels), bool)
    for given, rows in enumerate(_rows_of_classes(labels, len(joint))):
        others = np.flatnonzero(joint[given])
        others = others[others != given]
        if len(rows) < 2 or not len(others):
            continue
        behind = probabilities[rows, given][:, None] - probabilities[rows[:, None], others]
        for column, count in zip(behind.T, np.minimum(joint[given, others], len(rows)), strict=True):
            flags[rows[np.argpartition(column, count - 1)[:count]]] = True
    return flags


def _by_class(labels: Ids, probabilities: Probabilities, joint: Ids) -> Flags:
    """Of the items labelled i, the count less joint[i, i] of the lowest p[i]."""
    flags = np.zeros(len(labels), bool)
    for given, rows in enumerate(_rows_of_classes(labels, len(joint))):
        count = len(rows) - joint[given, given]
        if len(rows) > 1 and count > 0:
            flags[rows[np.argpartition(probabilities[rows, given], count - 1)[:count]]] = True
    return flags


def _rows_of_classes(labels: Ids, classes: int) -> list[Ids]:
    """The rows of each class, in order."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.cumsum(np.bincount(labels, minlength=classes))[:-1])


def _round_keeping_sum(values: NDArray[np.float64]) -> Ids:
    """`values` as integers with the same (rounded) sum: those that rounding moved furthest are moved back."""
    whole = values.round()
    lack = int(round(values.sum()) - whole.sum())
    step = 1 if lack > 0 else -1
    order = np.argsort(values - whole)[::-step]
    whole[order[: abs(lack)]] += step
    return whole.astype(np.int64)
