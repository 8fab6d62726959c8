"""A tag learnt from a few examples: a score of every item, and which items are most worth an answer next."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.vectors.neighbours import Vectors, known_rows

Floats = NDArray[np.float64]

_FLATTEN = 10.0  # of the mean variance of a direction is added to each: few examples say little of any one of them
_FEW = 3  # of fewer examples there is nothing to be said of one by the others
_POOL = 8  # items weighed for one place in a round
_BLOCK = 1 << 14
_LEAST = 1e-6


class Spread(NamedTuple):
    """How the vectors of a set lie: their mean (d,), and their covariance (d, d)."""

    mean: Floats
    covariance: Floats


class Tagger(NamedTuple):
    """What was learnt. Of a vector x the margin is `weights @ x + offset`: 0 at the boundary, 1 for a typical yes."""

    weights: Floats
    offset: float


def spread_of(vectors: Vectors) -> Spread:
    """How the vectors of a set lie; rows of NaN do not count, and a set without vectors lies at 0."""
    width = vectors.shape[1]
    total, products, count = np.zeros(width), np.zeros((width, width)), 0
    for start in range(0, len(vectors), _BLOCK):
        part = vectors[start : start + _BLOCK]
        part = part[known_rows(part)]
        total += part.sum(axis=0, dtype=np.float64)
        products += part.T @ part
        count += len(part)
    mean = total / max(count, 1)
    return Spread(mean, products / max(count, 1) - np.outer(mean, mean))


def learn(yes: Vectors, no: Vectors, spread: Spread) -> Tagger:
    """A tagger from vectors (p, d), p >= 1, that have the tag, and (q, d), q >= 0, that have not.

    Ridge regression on 1 for yes and on -1 for no, and on -1 for the whole set, which stands for what is typical; the
    three weigh alike, however many they are. Without any no this is the mean of the examples less the mean of the set,
    in the whitened space: exemplar LDA (Hariharan, Malik and Ramanan, ECCV 2012). The boundary lies between the mean
    margins of yes and of no (of the set, where there is none), nearer to that which varies less, where the margin of
    an example is that which the others give it.
    """
    width = len(spread.mean)
    sides = [(_extended(side, spread), sign) for side, sign in ((yes, 1.0), (no, -1.0)) if len(side)]
    matrix = np.zeros((width + 1, width + 1))
    matrix[:width, :width] = spread.covariance
    matrix[np.arange(width), np.arange(width)] += max(_FLATTEN * float(np.trace(spread.covariance)) / width, _LEAST)
    matrix[width, width] = 1.0
    goal = np.zeros(width + 1)
    goal[width] = -1.0
    for side, sign in sides:
        matrix += side.T @ side / len(side)
        goal += sign * side.mean(axis=0)
    weights = np.linalg.solve(matrix, goal).astype(np.float64)
    seen = [_left_out(side, sign, weights, matrix) for side, sign in sides]
    typical = max(float(weights[:width] @ spread.covariance @ weights[:width]), 0.0) ** 0.5
    boundary, unit = _boundary(seen[0], seen[1] if len(seen) > 1 else None, float(weights[width]), typical)
    slope: Floats = weights[:width] / unit
    return Tagger(slope, float((weights[width] - boundary) / unit - slope @ spread.mean))


def scores(vectors: Vectors, tagger: Tagger) -> Floats:
    """(n,) how much each vector has the tag: -1 to 1, 0 at the boundary, 0.76 for a typical yes; NaN without one."""
    margins = vectors @ tagger.weights.astype(np.float32)
    return np.tanh(margins.astype(np.float64) + tagger.offset)


def worth_asking(vectors: Vectors, of_items: Floats, *, asked: Ids, count: int) -> Ids:
    """At most `count` rows most worth an answer, the most wanted first.

    Two of three have a score near 0, where an answer says most; every third has a high one, where a yes is likely: of
    a rare tag the boundary alone would show nothing but no. All are unlike each other and the last answers: from the
    rows that are most in doubt (or highest) one is taken after another with the largest doubt (or score) times the
    distance, 1 - cosine, to the nearest row taken or answered; the lower row of equals.

    vectors : (n, d). of_items : (n,) scores, NaN where there is none. asked : rows with an answer, the latest last.
    """
    open_scores = of_items.copy()
    open_scores[asked] = np.nan
    able = np.flatnonzero(np.isfinite(open_scores))
    wants = (1 - np.abs(open_scores[able]), (1 + open_scores[able]) / 2)
    pools = [np.argsort(-want, kind="stable")[: count * _POOL] for want in wants]
    nearest = [_nearest(vectors, able[pool], asked[-count:]) for pool in pools]
    taken: list[int] = []
    for place in range(min(count, len(able))):
        which = 1 if place % 3 == 2 else 0
        worth = wants[which][pools[which]] * np.maximum(1 - nearest[which], _LEAST)
        worth[np.isin(pools[which], taken)] = -1.0
        if worth.max() < 0:
            break
        taken.append(int(pools[which][np.argmax(worth)]))
        for near, pool in zip(nearest, pools, strict=True):
            np.maximum(near, vectors[able[pool]] @ vectors[able[taken[-1]]], out=near)
    return able[np.array(taken, np.int64)]


def _nearest(vectors: Vectors, rows: Ids, others: Ids) -> Vectors:
    """(n,) the cosine of each row to the nearest of the others; 0 where there is none."""
    if not len(others):
        return np.zeros(len(rows), np.float32)
    cosines: Vectors = np.nan_to_num(vectors[rows] @ vectors[others].T).max(axis=1).astype(np.float32)
    return cosines


def _extended(side: Vectors, spread: Spread) -> Floats:
    """The vectors from the middle of the set, with a 1 behind each."""
    return np.append(side - spread.mean, np.ones((len(side), 1)), axis=1)


def _left_out(side: Floats, sign: float, weights: Floats, matrix: Floats) -> Floats:
    """(m,) the margin of each example as the others give it; of too few, its own margin."""
    margins: Floats = side @ weights
    if len(side) < _FEW:
        return margins
    pull: Floats = np.einsum("ij,ji->i", side, np.linalg.solve(matrix, side.T)) / len(side)
    others: Floats = (margins - pull * sign) / np.maximum(1 - pull, _LEAST)
    return others


def _boundary(yes: Floats, no: Floats | None, centre: float, typical: float) -> tuple[float, float]:
    """The margin at the boundary, and how far beyond it the mean yes lies."""
    against = centre if no is None else max(float(no.mean()), centre)
    upper = float(yes.mean())
    narrow = max(float(yes.std()), typical / 2)
    wide = max(typical / 2, float(no.std())) if no is not None else typical
    if upper - against < typical:  # examples that contradict each other: the boundary keeps a width all the same
        return (upper + against) / 2, max(typical, _LEAST)
    boundary = against + (upper - against) * wide / (wide + narrow)
    return boundary, upper - boundary
