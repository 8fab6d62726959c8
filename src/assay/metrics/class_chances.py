"""What a model gives each class, prediction by prediction, and what that says of an image as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import ArrayError
from assay.metrics.view import Objects, View
from assay.model.level import Level

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ClassChances:
    """The classes' chances of n predictions.

    chance : (n, k) rows that sum to 1, zeros behind the classes of a row; rows of NaN where a class vector has no sum.
    classes : (n,) how many classes the row speaks of.
    """

    chance: Floats
    classes: Ids

    @classmethod
    def of(cls, predictions: Objects) -> ClassChances:
        """Class vectors scaled to sum to 1. A prediction without one has two chances: its confidence, and the rest."""
        score = np.clip(predictions.score, 0, 1)
        vectors = predictions.probabilities
        if vectors is None:
            vectors = np.full((len(score), 2), np.nan)
        alone = np.isnan(vectors).all(axis=1) if vectors.shape[1] else np.ones(len(score), bool)
        chance = np.zeros((len(score), max(vectors.shape[1], 2)))
        chance[:, : vectors.shape[1]] = vectors
        chance[alone] = 0.0
        chance[alone, 0], chance[alone, 1] = score[alone], 1 - score[alone]
        total = chance.sum(axis=1, keepdims=True)
        classes = np.where(alone, 2, vectors.shape[1]).astype(np.int64)
        return cls(np.divide(chance, total, out=np.full_like(chance, np.nan), where=total > 0), classes)

    @property
    def entropy(self) -> Floats:
        """(n,) -Σ p log2 p as a share of the largest that it could have, log2 of the number of classes; 0..1."""
        p = self.chance
        bits = -(p * np.log2(np.where(p > 0, p, 1.0))).sum(axis=1)
        share: Floats = np.clip(bits / np.log2(np.maximum(self.classes, 2)), 0, 1)
        return share

    @property
    def top_two(self) -> tuple[Floats, Floats]:
        """(n,) the largest chance and the one after it."""
        if not len(self.chance):
            return np.zeros(0), np.zeros(0)
        ordered = np.partition(self.chance, -2, axis=1)
        return ordered[:, -1], ordered[:, -2]


class Aggregation(StrEnum):
    """How the values of an image's predictions become one (M86).

    MEAN  SUM  MAX  as they say.  COUNT_WEIGHTED  the mean times log2(1 + n): more predictions weigh more, but not
    in proportion.
    """

    MEAN = "mean"
    SUM = "sum"
    MAX = "max"
    COUNT_WEIGHTED = "count_weighted"


def per_level(view: View, values: Floats, *, level: Level, aggregation: str) -> Floats:
    """The values (n,) of the predictions; at the level of images one per image, NaN for one without any.

    Raises
    ------
    ArrayError : `aggregation` is none of `Aggregation`.
    """
    if level is Level.PREDICTION:
        return values
    if aggregation not in set(Aggregation):
        raise ArrayError(f"There is no aggregation {aggregation!r}.", hint=f"There are: {', '.join(Aggregation)}.")
    known = ~np.isnan(values)
    image, values = view.objects(Level.PREDICTION).image[known], values[known]
    count = np.bincount(image, minlength=len(view.images))
    with np.errstate(invalid="ignore", divide="ignore"):
        if aggregation == Aggregation.MAX:
            whole = np.full(len(view.images), -np.inf)
            np.maximum.at(whole, image, values)
        else:
            whole = np.bincount(image, values, minlength=len(view.images))
            whole = whole if aggregation == Aggregation.SUM else whole / count
            whole = whole * np.log2(1 + count) if aggregation == Aggregation.COUNT_WEIGHTED else whole
    return np.where(count > 0, whole, np.nan)
