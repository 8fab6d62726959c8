"""Pairs of look-alikes across two batches, and whether their classes differ one way more than the other (G10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

import numpy as np

from assay.arrays import Ids, Labels
from assay.statistics.intervals import wilson
from assay.vectors.neighbours import Vectors

MOST_OF_BATCH = 4096
"""Labels of a batch that are compared, drawn at random where there are more."""

_BLOCK = 512
_SEED = 0


@dataclass(frozen=True, slots=True, eq=False)
class OneWay:
    """Two classes that two batches tell apart differently.

    first, second : (forward,) rows, of the one batch with class `first_class` and of the other with `second_class`;
        look-alikes, each in one pair. backward : pairs with the classes exchanged. pairs : of these two classes at all.
    effect, low, high : (forward - backward) / pairs, and its interval of 95 % by that of the share of forward among the
        pairs that differ (Wilson). p : chance of so uneven a split where both batches mean the same (sign test).
    """

    first_class: int
    second_class: int
    first: Ids
    second: Ids
    backward: int
    pairs: int
    effect: float
    low: float
    high: float
    p: float


def pairs_across(vectors: Vectors, first: Ids, second: Ids, *, within: float) -> tuple[Ids, Ids]:
    """Rows of `first` and of `second` that are each other's nearest of the other batch, at a distance up to `within`.

    vectors : (n, d) of length 1. first, second : the rows of two batches, at most `MOST_OF_BATCH` of each are taken.
    """
    first, second = (_some(rows) for rows in (first, second))
    alike = np.full(len(first), -np.inf)
    there = np.zeros(len(first), np.int64)
    best, back = np.full(len(second), -np.inf), np.zeros(len(second), np.int64)
    for start in range(0, len(first), _BLOCK):
        likeness = vectors[first[start : start + _BLOCK]] @ vectors[second].T
        part = slice(start, start + len(likeness))
        there[part], alike[part] = likeness.argmax(axis=1), likeness.max(axis=1)
        top = likeness.argmax(axis=0)
        value = likeness[top, np.arange(len(second))]
        back[value > best] = start + top[value > best]
        best = np.maximum(best, value)
    mutual = np.flatnonzero((back[there] == np.arange(len(first))) & (1 - alike <= within))
    return first[mutual], second[there[mutual]]


def one_way(first: Ids, second: Ids, category: Labels) -> Iterator[OneWay]:
    """For each two classes that look-alikes are told apart by, whether it goes one way: McNemar's exact test.

    first, second : (m,) rows of the pairs, each row in one. category : class of each row.
    """
    of_first, of_second = category[first], category[second]
    differ = of_first != of_second
    both = np.unique(np.sort(np.stack([of_first[differ], of_second[differ]], axis=1), axis=1), axis=0)
    for low_class, high_class in both.tolist():
        up = (of_first == low_class) & (of_second == high_class)
        down = (of_first == high_class) & (of_second == low_class)
        inside = np.isin(of_first, (low_class, high_class)) & np.isin(of_second, (low_class, high_class))
        turned = down.sum() > up.sum()
        forward, backward = (down, up) if turned else (up, down)
        classes = (high_class, low_class) if turned else (low_class, high_class)
        yield _measured(classes, first[forward], second[forward], int(backward.sum()), int(inside.sum()))


def _measured(classes: tuple[int, int], first: Ids, second: Ids, backward: int, pairs: int) -> OneWay:
    forward = len(first)
    differ = forward + backward
    low, high = ((2 * float(end) - 1) * differ / pairs for end in wilson(forward, differ))
    tail = sum(comb(differ, at) for at in range(forward, differ + 1)) / 2**differ
    return OneWay(*classes, first, second, backward, pairs, (forward - backward) / pairs, low, high, min(1.0, 2 * tail))


def _some(rows: Ids) -> Ids:
    if len(rows) <= MOST_OF_BATCH:
        return rows
    return np.sort(np.random.default_rng(_SEED).choice(rows, MOST_OF_BATCH, replace=False))
