"""How well predicted classes and class probabilities meet the true classes of whole items (E9, F8).

Classes are numbered 0..k-1. Every number equals scikit-learn's to 1e-12; where nothing is defined it is NaN, and an
average leaves it out.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, Probabilities, check_same_length
from assay.errors import ArrayError
from assay.evaluation.ranking import average_precision, roc_curve
from assay.evaluation.rates import divided, mean_told

TINY = float(np.finfo(np.float64).eps)
"""The least probability that log loss believes: 2⁻⁵², so that one sure mistake does not make it infinite."""


def class_counts(true: Ids, predicted: Ids, *, classes: int) -> Ids:
    """(k, k) counts of items: row = true class, column = predicted class.

    Its diagonal, column sums and row sums are what `rates.rates` and `rates.average_rates` take.

    Raises
    ------
    ArrayError : when lengths differ or a class lies outside 0..classes-1.
    """
    check_same_length(true=true, predicted=predicted)
    true, predicted = _as_classes(true, classes, name="true"), _as_classes(predicted, classes, name="predicted")
    return np.bincount(true * classes + predicted, minlength=classes**2).reshape(classes, classes)


def accuracy(counts: Ids) -> float:
    """Share of items whose class is right, from (k, k) counts; NaN without items."""
    return _quotient(np.trace(counts), counts.sum())


def balanced_accuracy(counts: Ids) -> float:
    """Mean recall of the classes that have items, from (k, k) counts."""
    return mean_told(divided(np.diagonal(counts), counts.sum(axis=1)))


def matthews_correlation(counts: Ids) -> float:
    """Correlation of true and predicted class, -1..1, from (k, k) counts (Gorodkin 2004).

    NaN where one of the two is the same for all items; scikit-learn says 0 there.
    """
    true, predicted = counts.sum(axis=1, dtype=float), counts.sum(axis=0, dtype=float)
    n = true.sum()
    together = np.trace(counts) * n - true @ predicted
    return _quotient(together, math.sqrt((n * n - true @ true) * (n * n - predicted @ predicted)))


def cohen_kappa(counts: Ids) -> float:
    """Agreement beyond that of chance, at most 1, from (k, k) counts (Cohen 1960).

    κ = (a - e) / (1 - e) with a the accuracy and e = Σ true·predicted / n². NaN where chance agrees always.
    """
    n = float(counts.sum())
    by_chance = float(counts.sum(axis=1, dtype=float) @ counts.sum(axis=0))
    return _quotient(np.trace(counts) * n - by_chance, n * n - by_chance)


def places(true: Ids, probabilities: Probabilities) -> Ids:
    """(n,) place of the true class among all by falling probability: 0 where it is the predicted class.

    Of equal probabilities the lower class comes first, as in `argmax`.

    Raises
    ------
    ArrayError : when shapes do not fit, a probability is NaN, or a class lies outside 0..k-1.
    """
    true, probabilities = _as_pair(true, probabilities)
    own = probabilities[np.arange(len(true)), true][:, None]
    before = np.arange(probabilities.shape[1]) < true[:, None]
    return np.asarray(((probabilities > own) | ((probabilities == own) & before)).sum(axis=1), np.int64)


def top_k_accuracy(true: Ids, probabilities: Probabilities, *, k: int) -> float:
    """Share of items whose true class is among the k likeliest; NaN without items."""
    return _quotient((places(true, probabilities) < k).sum(), len(true))


def log_loss(true: Ids, probabilities: Probabilities) -> float:
    """Mean of -ln p[true], in nats, p held within 2⁻⁵²..1 - 2⁻⁵²; NaN without items."""
    true, probabilities = _as_pair(true, probabilities)
    own = np.clip(probabilities[np.arange(len(true)), true], TINY, 1 - TINY)
    return _quotient(-np.log(own).sum(), len(true))


def brier_score(true: Ids, probabilities: Probabilities) -> float:
    """Mean squared distance of the probabilities from the truth, Σ (p[j] - 1 if j is true)², 0..2 (Brier 1950).

    For two classes that is twice what is often shown, the squared error of one class alone.
    """
    true, probabilities = _as_pair(true, probabilities)
    distance = probabilities.copy()
    distance[np.arange(len(true)), true] -= 1
    return _quotient((distance * distance).sum(), len(true))


def roc_areas(true: Ids, probabilities: Probabilities) -> NDArray[np.float64]:
    """(k,) area below the ROC curve of each class against the rest; NaN for a class that no item, or every one, has.

    Their macro average is `rates.mean_told` of them, the weighted one weighs each by its items.
    """
    return _one_by_one(true, probabilities, lambda score, positive: roc_curve(score, positive).area)


def average_precisions(true: Ids, probabilities: Probabilities) -> NDArray[np.float64]:
    """(k,) average precision of each class against the rest; NaN for a class that no item has."""
    return _one_by_one(true, probabilities, average_precision)


def _one_by_one(
    true: Ids, probabilities: Probabilities, statistic: Callable[[NDArray[np.float64], Flags], float]
) -> NDArray[np.float64]:
    true, probabilities = _as_pair(true, probabilities)
    return np.array([statistic(scores, true == j) for j, scores in enumerate(probabilities.T)], np.float64)


def _as_classes(classes: Ids, count: int, *, name: str) -> Ids:
    classes = np.asarray(classes, np.int64)
    if len(classes) and (classes.min() < 0 or classes.max() >= count):
        raise ArrayError(
            f"`{name}` must hold classes 0 to {count - 1}, got {classes.min()} to {classes.max()}.",
            hint="Number the classes from 0 and leave out items that have none.",
        )
    return classes


def _as_pair(true: Ids, probabilities: Probabilities) -> tuple[Ids, Probabilities]:
    probabilities = np.asarray(probabilities, np.float64)
    if probabilities.ndim != 2:
        raise ArrayError(f"`probabilities` must have shape (n, k), got {probabilities.shape}.")
    check_same_length(true=true, probabilities=probabilities)
    if np.isnan(probabilities).any():
        raise ArrayError("`probabilities` has NaN in it.", hint="Leave out items without probabilities.")
    return _as_classes(true, probabilities.shape[1], name="true"), probabilities


def _quotient(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")
