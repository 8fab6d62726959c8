"""Places for rows that came after a map was made: beside their look-alikes, where all others stay."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.vectors.neighbours import Neighbours, Vectors, known_rows
from assay.vectors.project import Points

NEAREST = 10
"""How many placed rows a new one is drawn to, as many as pull at a row when a map is made."""

_STEPS = 12
_FINEST = 1e-3  # of the spread of the places: closer than this, two places are one
_BLOCK = 1 << 22  # comparisons at a time, of 4 bytes each


def placed_beside(places: Points, vectors: Vectors, neighbours: Neighbours) -> Points:
    """(n, 2) `places`, with one more for each row that has a vector and none yet; those that are there stay.

    A new row goes where the weighted distances on the map to its 10 nearest placed rows add up to the least (their
    geometric median: between two clusters it falls into one, where a mean would fall between). The weights are
    exp(-d / m), d the distance of the vectors and m its median over the ten. A row with no placed one among its
    `neighbours` is compared with all that are placed.
    """
    out = places.copy()
    placed = np.isfinite(out[:, 0]) & np.isfinite(out[:, 1])
    new = known_rows(vectors)
    new = new[~placed[new]]
    if not len(new) or not placed.any():
        return out
    rows, distances = _placed_among(neighbours, new, placed)
    alone = rows[:, 0] < 0
    if alone.any():
        rows[alone], distances[alone] = _nearest_placed(vectors, new[alone], np.flatnonzero(placed))
    points = out[np.where(rows < 0, rows[:, :1], rows)].astype(np.float64)
    out[new] = _median(points, _weights(rows, distances))
    return out


def _placed_among(neighbours: Neighbours, new: Ids, placed: Flags) -> tuple[Ids, NDArray[np.float64]]:
    """(m, 10) rows and distances of the nearest placed neighbours of the rows `new`; -1 where there are not so many."""
    rows = neighbours.rows[new]
    usable = (rows >= 0) & placed[rows]
    order = np.argsort(~usable, axis=1, kind="stable")[:, :NEAREST]
    kept = np.take_along_axis(usable, order, axis=1)
    distances = np.take_along_axis(neighbours.distances[new], order, axis=1).astype(np.float64)
    found, apart = np.full((len(new), NEAREST), -1), np.full((len(new), NEAREST), np.inf)
    found[:, : order.shape[1]] = np.where(kept, np.take_along_axis(rows, order, axis=1), -1)
    apart[:, : order.shape[1]] = np.where(kept, distances, np.inf)
    return found, apart


def _nearest_placed(vectors: Vectors, new: Ids, placed: Ids) -> tuple[Ids, NDArray[np.float64]]:
    """The same for rows whose neighbours are all new: each is compared with every row of `placed`."""
    found, apart = np.full((len(new), NEAREST), -1), np.full((len(new), NEAREST), np.inf)
    placed = placed[np.isfinite(vectors[placed, 0])]
    count, step = min(NEAREST, len(placed)), max(1, _BLOCK // max(1, len(placed)))
    for start in range(0, len(new) if count else 0, step):
        gaps = 1 - vectors[new[start : start + step]] @ vectors[placed].T
        nearest = np.argpartition(gaps, count - 1, axis=1)[:, :count]
        found[start : start + step, :count] = placed[nearest]
        apart[start : start + step, :count] = np.take_along_axis(gaps, nearest, axis=1)
    return found, apart


def _weights(rows: Ids, distances: NDArray[np.float64]) -> NDArray[np.float64]:
    """(m, 10) how much each placed row counts; 0 for none."""
    apart = np.where(rows < 0, np.nan, distances)
    usual = np.maximum(np.nanmedian(apart, axis=1, keepdims=True), 1e-12)
    weights: NDArray[np.float64] = np.nan_to_num(np.exp(-apart / usual))
    return weights


def _median(points: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """(m, 2) the weighted geometric medians of (m, k, 2) points, by Weiszfeld's steps from their weighted means."""
    found: NDArray[np.float64] = np.einsum("mk,mkc->mc", weights, points) / weights.sum(axis=1, keepdims=True)
    for _ in range(_STEPS):
        gaps = np.linalg.norm(points - found[:, None], axis=2)
        finest = np.maximum(_FINEST * gaps.max(axis=1, keepdims=True), 1e-9)
        pull = weights / np.maximum(gaps, finest)
        found = np.einsum("mk,mkc->mc", pull, points) / pull.sum(axis=1, keepdims=True)
    return found
