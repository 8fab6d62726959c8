"""What class each vector is of, as the other vectors and their labels tell it: no model needed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, Probabilities
from assay.vectors.kernel_probe import KernelProbe, are_principal, deviations, kernel_probe
from assay.vectors.neighbours import Neighbours, Vectors
from assay.vectors.pooled_chances import Price, mixed_chances, pooled_chances

Floats = NDArray[np.float64]

LEAST_ITEMS = 20
"""Fewer labelled items than this teach nothing."""

FOLDS = 5

FEW_OF_CLASS = 100
"""Labels of a class, on average, below which it is worth the work to learn from all that can teach."""

VOTERS = 10
"""Neighbours that vote on a class, near-duplicates not among them."""

NEAR, NEAR_OF_MEDIAN = 0.03, 0.13
"""Distances up to which two items are near-duplicates: of cosine, and beside the median of all nearest ones."""

SAME = 1e-6
"""Distance up to which vectors are copies, whatever the others are."""

PRICES = (Price(toll=0.001),) * 2
"""Of the two opinions where labels are few: hardly any, but none counts for less than nothing."""

COMMON = 0.1
"""What the bias of a class costs there: few labels hardly tell how common it is."""

_DOUBT = 0.2  # votes that every class has before any is cast
_SCALE = 5.0  # of kernel scores, which run from 0 to 1, where the fit of the pool begins
_LEAST = 1e-300  # of a chance, before its logarithm
_SEED = 0


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What labels teach of how their classes look; it can be asked again, of vectors that came since.

    fold : (n,) the part that each taught item was kept from. pool : (2 + count,) weights of the two opinions, and a
    bias for each class.
    """

    probe: KernelProbe
    fold: Ids
    pool: Floats

    def chances(self, vectors: Vectors, ballots: Ids, *, fold: Ids) -> Probabilities:
        """(m, count) chance of each class for each vector, by the part that was not shown its fold."""
        count = len(self.pool) - 2
        return mixed_chances([_SCALE * self.probe.scores(vectors, fold), _vote_shares(ballots, count)], self.pool)

    def with_votes(self, chances: Probabilities, before: Ids, now: Ids) -> Probabilities:
        """(m, count) the chances that taught items have once their ballots are no longer those of `before`."""
        count = len(self.pool) - 2
        moved = _vote_shares(now, count) - _vote_shares(before, count)
        weights = np.concatenate([[1.0, self.pool[1]], np.zeros(count)])
        return mixed_chances([np.log(chances.clip(_LEAST)), moved], weights)


def own_chances(
    vectors: Vectors, labels: Ids, *, count: int, ballots: Ids, group: Ids
) -> tuple[Probabilities, Lesson] | None:
    """(n, count) chance of each class for each item, found without its own label or those of its near-duplicates.

    Two opinions are pooled (`pooled_chances`): a kernel classifier in `FOLDS` folds that never split near-duplicates,
    and the classes of the `VOTERS` nearest others. Where classes are of fewer than `FEW_OF_CLASS`, what has no
    near-duplicate is judged by a classifier of all others, and each axis counts by its deviation once more, if axes are
    principal ones: whitened they weigh alike, and few labels do not tell which are noise (of more it is no better).
    None where there are fewer than `LEAST_ITEMS` items or two classes.

    vectors : (n, d) of length 1, none of NaN. labels : (n,) 0 to count - 1. ballots : see `ballots_of`.
    group : (n,) equal numbers are near-duplicates of each other.
    """
    if len(labels) < LEAST_ITEMS or len(np.unique(labels)) < 2:
        return None
    heads, place = np.unique(group, return_inverse=True)
    fold = np.random.default_rng(_SEED).permutation(len(heads))[place] % FOLDS
    few = len(labels) < FEW_OF_CLASS * count
    axes = deviations(vectors) if few and are_principal(vectors) else None
    alone = (np.bincount(place) == 1)[place] if few else None
    probe, scores = kernel_probe(vectors, labels, fold=fold, count=count, axes=axes, alone=alone)
    opinions = [_SCALE * scores, _vote_shares(ballots, count)]
    pooled = pooled_chances(opinions, labels, prices=PRICES, common=COMMON) if few else pooled_chances(opinions, labels)
    return pooled.chances, Lesson(probe, fold, pooled.pool)


def near_duplicates(neighbours: Neighbours) -> tuple[Ids, Ids]:
    """Pairs of rows that are near-duplicates (M21).

    That is up to a distance of `NEAR`, or `NEAR_OF_MEDIAN` of the median distance of nearest rows where that is less:
    of vectors that all lie close together, few are duplicates.
    """
    nearest = neighbours.distances[:, 0]
    known = nearest[np.isfinite(nearest)]
    limit = min(NEAR, NEAR_OF_MEDIAN * float(np.median(known))) if len(known) else 0.0
    row, place = np.nonzero(np.nan_to_num(neighbours.distances, nan=np.inf) <= max(limit, SAME))
    return row, neighbours.rows[row, place]


def voters(neighbours: Neighbours, group: Ids) -> Ids:
    """(n, VOTERS) rows of the nearest others of each row that are no near-duplicates of it; -1 for none.

    Near-duplicates, of the same `group`, do not vote: a copy repeats the error of what it was copied from.
    """
    rows = np.where(group[neighbours.rows] != group[:, None], neighbours.rows, -1)
    first = np.argsort(rows < 0, axis=1, kind="stable")[:, :VOTERS]
    chosen: Ids = np.take_along_axis(rows, first, axis=1)
    return chosen


def ballots_of(labels: Ids, chosen: Ids) -> Ids:
    """(n, VOTERS) the classes that the voters `chosen` of each item are labelled with, in order; first -1 for none."""
    return np.sort(np.where(chosen >= 0, labels[chosen], -1), axis=1)


def _vote_shares(ballots: Ids, count: int) -> Floats:
    """(n, count) log share of the votes for each class."""
    row, column = np.nonzero(ballots >= 0)
    cast = np.bincount(row * count + ballots[row, column], minlength=len(ballots) * count)
    total = (ballots >= 0).sum(axis=1) + _DOUBT * count
    shares: Floats = np.log((cast.reshape(-1, count) + _DOUBT) / total[:, None])
    return shares
