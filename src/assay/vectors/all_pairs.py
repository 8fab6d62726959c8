"""The nearest neighbours of vectors, all compared with all."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids

Vectors = NDArray[np.float32]
"""(n, d) one vector of length 1 per row; a row of NaN is none."""

_BLOCK = 1 << 22  # comparisons at a time, of 8 bytes each
_SAME = np.float32(1e-6)  # single precision cannot tell whether two vectors are nearer than this
_ROW = np.uint64(0xFFFFFFFF)


class Neighbours(NamedTuple):
    """The nearest others of each of n rows, the nearest first.

    rows : (n, k) which; -1 where there are not so many. distances : (n, k) 1 - cosine, 0 to 2; NaN where there are not.
    recall : the share of them that are truly the nearest: 1 where all were compared with all, else as it was measured
        on random rows.
    """

    rows: Ids
    distances: NDArray[np.float64]
    recall: float = 1.0

    def first(self, count: int) -> Neighbours:
        """The nearest `count` of them."""
        return Neighbours(self.rows[:, :count], self.distances[:, :count], self.recall)


def known_rows(vectors: Vectors) -> Ids:
    """(m,) the rows that have a vector."""
    return np.flatnonzero(np.isfinite(vectors).all(axis=1))


def all_pairs(vectors: Vectors, *, count: int) -> Neighbours:
    """The `count` nearest other rows of each, exactly; of those at one distance the lower row comes first.

    Compares all with all in blocks of bounded memory. Distances are those of double precision; which vectors are
    nearest is told in single precision, and vectors nearer than 1e-6 count as equally near.
    """
    return nearest_to(vectors, np.arange(len(vectors)), count=count)


def nearest_to(vectors: Vectors, asked: Ids, *, count: int) -> Neighbours:
    """As `all_pairs`, (len(asked), count), of some rows alone: those of the others are not looked for."""
    known = known_rows(vectors)
    rows, distances = np.full((len(asked), count), -1), np.full((len(asked), count), np.nan)
    wanted = min(count, len(known) - 1)
    if wanted < 1:
        return Neighbours(rows, distances)
    places = np.full(len(vectors), -1)
    places[known] = np.arange(len(known))
    out = np.flatnonzero(places[asked] >= 0)
    points = np.ascontiguousarray(vectors[known], np.float32)
    step = min(len(points), max(1, _BLOCK // max(len(points), points.shape[1])))
    apart = np.empty((step, len(points)), np.float32)  # both are used again: fresh memory costs more than the search
    keys = np.empty(apart.shape, np.uint64)
    for start in range(0, len(out), step):
        into = out[start : start + step]
        part = places[asked[into]]
        columns, exact = _closest(points, part, wanted, apart[: len(part)], keys[: len(part)])
        rows[into, :wanted], distances[into, :wanted] = known[columns], exact
    return Neighbours(rows, distances)


def _closest(
    points: Vectors, part: Ids, count: int, apart: Vectors, keys: NDArray[np.uint64]
) -> tuple[Ids, NDArray[np.float64]]:
    """The nearest of the rows `part`: (len(part), count) rows and distances.

    A distance and its row become one whole number, so that one partition finds the nearest with ties by row: the bits
    of a positive float are in the order of its value. apart, keys : (len(part), n) room to work in.
    """
    np.matmul(points[part], points.T, out=apart)
    np.subtract(1, apart, out=apart)
    np.maximum(apart, _SAME, out=apart)
    apart[np.arange(len(part)), part] = np.inf
    keys[:] = apart.view(np.uint32)
    keys <<= np.uint64(32)
    keys |= np.arange(len(points), dtype=np.uint64)
    keys.partition(count - 1, axis=1)
    columns = (keys[:, :count] & _ROW).astype(np.int64)
    exact = distances_of(points, part, columns)
    order = np.lexsort((columns, exact), axis=1)
    return np.take_along_axis(columns, order, axis=1), np.take_along_axis(exact, order, axis=1)


def distances_of(points: Vectors, part: Ids, others: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
    """(m, k) 1 - cosine of the rows `part` (m,) with the rows `others` (m, k); exactly 0 for copies.

    It is half the squared gap of vectors of length 1, in double precision.
    """
    own = points[part].astype(np.float64)
    found = np.empty(others.shape)
    for place, column in enumerate(others.T):
        gap = own - points[column]
        found[:, place] = np.einsum("ij,ij->i", gap, gap) / 2
    return found
