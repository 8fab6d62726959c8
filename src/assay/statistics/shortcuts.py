"""Where labels go with something they should not: groups that a model serves badly, properties that tell the class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, check_same_length
from assay.statistics.intervals import normal_quantile, wilson

Floats = NDArray[np.float64]

LEAST_OF_GROUP = 5
FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class GroupRatios:
    """g groups of `LEAST_OF_GROUP` items or more, the worst first.

    group : (g,) which. count : (g,) items. mean : (g,) of their values. ratio : (g,) mean / mean of the items of all
    these groups. low, high : (g,) its interval of 95 %.
    """

    group: Ids
    count: Ids
    mean: Floats
    ratio: Floats
    low: Floats
    high: Floats


def group_ratios(group: NDArray[Any], values: NDArray[Any], *, least: int = LEAST_OF_GROUP) -> GroupRatios:
    """How each group's mean compares with that of all grouped items (M72); the worst is the least *ratio*.

    The interval is (mean ± 1.96 s / √n) / mean of all, s the standard deviation in the group: normal, and a little too
    narrow for the smallest groups. It says nothing of having picked the worst of many.

    group : (n,) a number for each item, below 0 for none. values : (n,) such as the chance of the given class; items of
    NaN are left out.
    """
    check_same_length(group=group, values=values)
    known = (np.asarray(group) >= 0) & np.isfinite(values)
    names, place, count = np.unique(np.asarray(group, np.int64)[known], return_inverse=True, return_counts=True)
    value = np.asarray(values, np.float64)[known]
    enough = count >= max(least, 2)
    mean = np.bincount(place, value, len(names)) / np.maximum(count, 1)
    spread = np.bincount(place, (value - mean[place]) ** 2, len(names)) / np.maximum(count - 1, 1)
    names, count, mean, spread = names[enough], count[enough], mean[enough], spread[enough]
    whole = float((mean * count).sum() / count.sum()) if len(names) else float("nan")
    half = normal_quantile(0.95) * np.sqrt(spread / np.maximum(count, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio, low, high = mean / whole, np.maximum(mean - half, 0) / whole, (mean + half) / whole
    order = np.lexsort((names, ratio))
    return GroupRatios(names[order], count[order], mean[order], ratio[order], low[order], high[order])


@dataclass(frozen=True, slots=True)
class Shortcut:
    """How well one property alone tells the class (M73).

    accuracy, low, high : share of items whose class it tells, and the Wilson interval of 95 %. majority : share of the
    commonest class, which a blind guess tells. score : (1 - accuracy) / (1 - majority), 1 at most:
    0 tells all, 1 nothing. count : items that have the property.
    """

    accuracy: float
    low: float
    high: float
    majority: float
    score: float
    count: int


def shortcut(values: NDArray[Any], classes: Ids, *, fold: Ids) -> Shortcut | None:
    """How well a Gaussian naive Bayes on one property tells the class of items it did not learn from.

    None where fewer than two classes or folds have a value. values : (n,) NaN for none. classes : (n,) any numbers.
    fold : (n,) items of one fold are told by what the others teach: near items, such as those of one image, in one.
    """
    check_same_length(values=values, classes=classes, fold=fold)
    known = np.isfinite(values)
    x, part = np.asarray(values, np.float64)[known], np.asarray(fold)[known]
    _, y, count = np.unique(np.asarray(classes)[known], return_inverse=True, return_counts=True)
    if len(count) < 2 or len(np.unique(part)) < 2:
        return None
    told = np.empty(len(x), np.int64)
    for one in np.unique(part):
        out = part == one
        told[out] = _likeliest(x[~out], y[~out], x[out], kinds=len(count))
    hits = int((told == y).sum())
    low, high = wilson(hits, len(x))
    majority = float(count.max() / len(x))
    accuracy = hits / len(x)
    return Shortcut(accuracy, float(low), float(high), majority, min(1.0, (1 - accuracy) / (1 - majority)), len(x))


def _likeliest(x: Floats, y: Ids, asked: Floats, *, kinds: int) -> Ids:
    """The likeliest class of each of `asked` by Gaussian naive Bayes; variances grow by 1e-9 of that of all."""
    count = np.bincount(y, minlength=kinds)
    seen = np.maximum(count, 1)
    mean = np.bincount(y, x, kinds) / seen
    spread = np.bincount(y, (x - mean[y]) ** 2, kinds) / seen + 1e-9 * x.var() + np.finfo(float).tiny
    with np.errstate(divide="ignore", over="ignore"):  # of a class that the other folds lack
        prior = np.log(count / len(x))
        odds = prior - 0.5 * np.log(2 * np.pi * spread) - 0.5 * (asked[:, None] - mean) ** 2 / spread
    likeliest: Ids = odds.argmax(axis=1)
    return likeliest
