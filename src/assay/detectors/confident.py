"""Confident learning: which labels disagree with what a model is unusually sure of.

Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70 (2021).
Every function gives what cleanlab 2.9 gives for the same input; tests hold that.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, Probabilities

SLACK = 1e-6
"""How far below a threshold, or below the highest probability, still counts as reaching it."""

NO_LABEL = 1e9
"""Threshold of a class that no item is labelled with: never reached."""


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
    own = probabilities[np.arange(len(labels)), labels]
    flags: Flags = (guess >= 0) & (guess != labels) & (own < probabilities.max(axis=1) - SLACK)
    return flags


def _round_keeping_sum(values: NDArray[np.float64]) -> Ids:
    """`values` as integers with the same (rounded) sum: those that rounding moved furthest are moved back."""
    whole = values.round()
    lack = int(round(values.sum()) - whole.sum())
    step = 1 if lack > 0 else -1
    order = np.argsort(values - whole)[::-step]
    whole[order[: abs(lack)]] += step
    return whole.astype(np.int64)
