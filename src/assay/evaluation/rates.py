"""Precision, recall and F of counts, for each class and averaged over classes (E5).

With c correct, p predicted and s labels: P = c / p, R = c / s, and van Rijsbergen's
Fβ = (1 + β²)·P·R / (β²·P + R) = (1 + β²)·c / (β²·s + p), which is 0 where P and R both are ("Information
Retrieval", 1979). A rate whose denominator is 0 is NaN, not 0: a class without labels has no recall, a class that is
never predicted no precision, a class with neither no F. scikit-learn says the same under `zero_division=nan`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """Rates in 0..1, each of the shape of the counts it comes from; NaN where a denominator is 0."""

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    f: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AverageRates:
    """Rates in 0..1 of several classes as one; NaN where no class has the rate."""

    precision: float
    recall: float
    f: float


def rates(correct: NDArray[Any], predicted: NDArray[Any], *, support: NDArray[Any] | int, beta: float = 1.0) -> Rates:
    """Precision, recall and Fβ from counts of any one shape: of classes, of thresholds, of resamples.

    correct : predictions that are right. predicted : all predictions that count. support : labels that count.
    beta : recall counts β times as much as precision.
    """
    square = beta * beta
    return Rates(
        precision=divided(correct, predicted),
        recall=divided(correct, support),
        f=divided((1 + square) * np.asarray(correct), square * np.asarray(support) + predicted),
    )


def average_rates(
    correct: NDArray[Any], predicted: NDArray[Any], *, support: NDArray[Any], beta: float = 1.0
) -> dict[str, AverageRates]:
    """The rates of k classes, counts (k,) each, as one number each, by the name of the average.

    macro : every class that has the rate counts the same. weighted : each by its labels.
    micro : the counts are added up first. Macro F is the mean of the F of the classes, not the F of the means.
    """
    each = rates(correct, predicted, support=support, beta=beta)
    whole = rates(np.sum(correct), np.sum(predicted), support=np.sum(support), beta=beta)
    return {
        "macro": AverageRates(mean_told(each.precision), mean_told(each.recall), mean_told(each.f)),
        "weighted": AverageRates(
            *(mean_told(values, weights=support) for values in (each.precision, each.recall, each.f))
        ),
        "micro": AverageRates(float(whole.precision), float(whole.recall), float(whole.f)),
    }


def mean_told(values: NDArray[np.float64], *, weights: NDArray[Any] | None = None) -> float:
    """Mean of the values that are not NaN; NaN when there is none, or none with a weight."""
    told = ~np.isnan(values)
    weight = told if weights is None else told * np.asarray(weights, np.float64)
    total = float(weight.sum())
    return float((np.where(told, values, 0) * weight).sum() / total) if total > 0 else float("nan")


def divided(part: NDArray[Any], whole: NDArray[Any] | int) -> NDArray[np.float64]:
    """What `part` is of `whole`; NaN where `whole` is 0."""
    part, whole = np.broadcast_arrays(np.asarray(part, np.float64), np.asarray(whole, np.float64))
    quotient = np.full(part.shape, np.nan)
    np.divide(part, whole, out=quotient, where=whole != 0)
    return quotient
