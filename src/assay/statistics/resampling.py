"""How far a number would move on other images: the bootstrap over images, and paired differences of runs (E16, F18).

Objects of one image stand and fall together, so whole images are drawn, with replacement (Efron & Tibshirani, "An
Introduction to the Bootstrap", 1993). A resample is told by how often it holds each image; whatever adds up over
images, such as counts of correct predictions, is then one matrix product for all resamples:

    weights = image_weights(images)                       # (repeats, images)
    correct, predicted, labels = resampled_sums(counts, weights).T
    low, high = interval(correct / predicted)

Two runs are compared on the same weights, so that images that are hard for both do not blur their difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.amounts import amount
from assay.arrays import check_same_length
from assay.errors import ArrayError
from assay.statistics.intervals import Interval

BLOCK = 1 << 17
"""Weights multiplied at a time: as float64 they stay in the cache of the processor, and memory does not grow."""

Weights = NDArray[np.uint8]
"""(repeats, images): how often a resample holds an image. Above 255 it would have to be 1 in 10⁵⁰⁰ resamples."""


def image_weights(images: int, *, repeats: int = 1000, seed: int = 0) -> Weights:
    """How often each of `repeats` resamples of `images` images holds each image; every row sums to `images`.

    The same numbers for the same arguments, always. One byte for each image and resample.
    """
    weights = np.empty((repeats, images), np.uint8)
    random = np.random.default_rng(seed)
    for row in weights:
        row[:] = np.bincount(random.integers(0, images, images, dtype=np.int32), minlength=images) if images else 0
    return weights


def resampled_sums(counts: NDArray[Any], weights: Weights) -> NDArray[np.float64]:
    """(repeats, c) sums over the images of each resample of `counts` (images, c): weights @ counts, a block at a time.

    Raises
    ------
    ArrayError : when the two do not have as many images.
    """
    if len(counts) != weights.shape[1]:
        raise ArrayError(
            f"`counts` has {amount(len(counts), 'image')}, `weights` {weights.shape[1]}.", hint="One row per image."
        )
    counts = np.asarray(counts, np.float64)
    step = max(1, BLOCK // max(len(counts), 1))
    blocks = [weights[first : first + step] @ counts for first in range(0, len(weights), step)]
    return np.concatenate(blocks) if blocks else np.empty((0, counts.shape[1]))


def interval(values: NDArray[np.float64], *, level: float = 0.95) -> Interval:
    """The percentile interval of `values` (repeats, ...), one value for each resample; NaN where none has a value.

    Resamples in which a rate is not defined (NaN) are left out.
    """
    if not 0 < level < 1:
        raise ArrayError(f"`level` must lie between 0 and 1, got {level}.", hint="0.95 is usual.")
    ends = [(1 - level) / 2, (1 + level) / 2]
    values = np.asarray(values, np.float64)
    ordered = np.sort(values, axis=0)  # NaN last
    told = (~np.isnan(values)).sum(axis=0)
    low, high = (_quantile(ordered, told, end) for end in ends)
    return low, high


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """How much a second run differs from a first: interval and p-value, of the shape of one value.

    low, high : percentile interval of second - first. p_value : two-sided chance of a difference of this sign and
    size or more where there is none; NaN where no resample has a value.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    p_value: NDArray[np.float64]


def paired_difference(first: NDArray[np.float64], second: NDArray[np.float64], *, level: float = 0.95) -> Difference:
    """Compare two runs from their values (repeats, ...) on the same resamples.

    p = 2·min(#{d <= 0} + 1, #{d >= 0} + 1) / (repeats + 1), at most 1: the level at which the percentile interval
    begins to hold 0. With 1000 repeats it is never below 0.002.

    Raises
    ------
    ArrayError : when the two do not have as many resamples.
    """
    repeats = check_same_length(first=first, second=second)
    difference = np.asarray(second, np.float64) - np.asarray(first, np.float64)
    low, high = interval(difference, level=level)
    told = (~np.isnan(difference)).sum(axis=0)
    tail = np.minimum((difference <= 0).sum(axis=0), (difference >= 0).sum(axis=0))
    p_value = np.minimum(1.0, 2 * (tail + 1) / (told + 1)) if repeats else np.full(told.shape, np.nan)
    return Difference(low, high, np.where(told > 0, p_value, np.nan))


def _quantile(ordered: NDArray[np.float64], told: NDArray[np.int64], share: float) -> NDArray[np.float64]:
    """The quantile of the first `told` of `ordered` along axis 0, linear between values; NaN where told is 0."""
    place = share * np.maximum(told - 1, 0)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(told - 1, 0))
    if not len(ordered):
        return np.full(told.shape, np.nan)
    low, high = (np.take_along_axis(ordered, at[None], axis=0)[0] for at in (below, above))
    return np.where(told > 0, low + (place - below) * (high - low), np.nan)
