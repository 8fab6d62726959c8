"""The nearest neighbours of many vectors, found without comparing all with all.

An inverted file (J. Sivic, A. Zisserman, "Video Google", 2003; H. Jégou, M. Douze, C. Schmid, 2011): the vectors are
dealt to cells around centres, and a vector is compared with those of the cells whose centres are nearest to it. All
comparisons of a cell are one product of matrices, which is what a processor does fastest. How many cells a vector
visits is not guessed: after 4, 8, 16 and 32 of them the share of true neighbours that was found is measured on random
rows, whose neighbours are searched among all, and the search ends when the share is what was asked. Vectors that lie
about equally far from each other have neighbours in many cells. There the neighbours of neighbours are looked at
(W. Dong, C. Moses, K. Li, "Efficient k-nearest neighbor graph construction", WWW 2011), which takes as long for each
vector however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.vectors.all_pairs import Neighbours, Vectors, all_pairs, distances_of, known_rows

RECALL = 0.99
"""The share of true neighbours that is enough."""

LEAST_RECALL = 0.9
"""The share that will do where more would take comparing all with all: what is missed is hardly nearer."""

_ROUNDS = (4, 8, 16, 32)  # cells that a vector has visited after each round
_JOINS = 2  # times that neighbours of neighbours are looked at where those cells were not enough
_SEED = 0
_SAMPLE = 512  # rows whose true neighbours are searched, to measure the share
_LEARN, _STEPS = 64, 8  # vectors per centre, and steps, of the k-means that places the centres
_BLOCK = 1 << 22  # comparisons at a time, of 4 bytes each
_SAME = 1e-6  # single precision cannot tell nearer ones apart, so that either is the right neighbour

Rows = NDArray[np.int32]


class _Cells(NamedTuple):
    """The vectors in order of their cell, and which cells each may visit.

    points : (n, d). offsets : (cells + 1,) those of cell c are points[offsets[c] : offsets[c + 1]].
    visits : (n, most) cells by the nearness of their centre, the own one first.
    """

    points: Vectors
    offsets: Ids
    visits: Rows


class _Found(NamedTuple):
    """(n, count) the best so far of each vector, the nearest first: which, and their cosines; -1 and -2 for none."""

    rows: Rows
    cosines: NDArray[np.float32]


def indexed(vectors: Vectors, *, count: int, recall: float = RECALL) -> Neighbours:
    """The `count` nearest other rows of each, of which a share of `recall` or more is right; the same each time.

    The share that was measured is the `recall` of what comes back. Where 32 cells and the neighbours of neighbours are
    not enough for it, 0.9 will do, and where that is not reached either, all are compared with all, exactly. Memory:
    one copy of the vectors, and blocks of bounded size.
    """
    known = known_rows(vectors)
    if len(known) <= max(count, _ROUNDS[-1] ** 2):
        return all_pairs(vectors, count=count)
    rng = np.random.default_rng(_SEED)
    order, cells = _dealt(np.ascontiguousarray(vectors[known], np.float32), rng)
    found = _Found(np.full((len(known), count), -1, np.int32), np.full((len(known), count), -2, np.float32))
    asked = np.sort(rng.choice(len(known), min(_SAMPLE, len(known)), replace=False))
    least = _true_cosines(cells.points, asked, count)
    share = 0.0
    for _ in _rounds(cells, found):
        share = float((found.cosines[asked] >= least[:, None] - _SAME).mean())
        if share >= recall:
            break
    if share < min(recall, LEAST_RECALL):
        return all_pairs(vectors, count=count)
    return _as_neighbours(cells.points, found, known[order], total=len(vectors))._replace(recall=share)


def _rounds(cells: _Cells, found: _Found) -> Iterator[None]:
    """Put nearer and nearer ones into `found`, round by round."""
    from assay.vectors.index_kernel import keep_nearest_of_nearest

    for seen, visited in zip((0, *_ROUNDS), _ROUNDS, strict=False):
        _visit(cells, seen, visited, found)
        yield
    for _ in range(_JOINS):
        keep_nearest_of_nearest(cells.points, found.rows.copy(), found.rows, found.cosines)
        yield


def _dealt(points: Vectors, rng: np.random.Generator) -> tuple[Ids, _Cells]:
    """The rows in order of their cell, and the cells, about as many as vectors in each."""
    centres = _centres(points, round(len(points) ** 0.5), rng)
    visits = np.empty((len(points), _ROUNDS[-1]), np.int32)
    step = max(1, _BLOCK // len(centres))
    for start in range(0, len(points), step):
        apart = -(points[start : start + step] @ centres.T)
        near = np.argpartition(apart, _ROUNDS[-1] - 1, axis=1)[:, : _ROUNDS[-1]]
        by_apart = np.argsort(np.take_along_axis(apart, near, axis=1), axis=1, kind="stable")
        visits[start : start + step] = np.take_along_axis(near, by_apart, axis=1)
    order = np.argsort(visits[:, 0], kind="stable")
    visits = visits[order]
    return order, _Cells(points[order], np.searchsorted(visits[:, 0], np.arange(len(centres) + 1)), visits)


def _centres(points: Vectors, count: int, rng: np.random.Generator) -> Vectors:
    """(count, d) centres of length 1, by spherical k-means on a part of the vectors."""
    learn = points[np.sort(rng.choice(len(points), min(len(points), _LEARN * count), replace=False))]
    centres = learn[rng.choice(len(learn), count, replace=False)]
    for _ in range(_STEPS):
        home = np.concatenate([(part @ centres.T).argmax(axis=1) for part in np.array_split(learn, 16)])
        order = np.argsort(home, kind="stable")
        used, first = np.unique(home[order], return_index=True)
        sums = np.add.reduceat(learn[order], first, axis=0)
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        centres[used] = np.where(length > 0, sums / np.maximum(length, np.float32(1e-9)), centres[used])
    return centres


def _visit(cells: _Cells, seen: int, visited: int, found: _Found) -> None:
    """Compare every vector with those of the cells at places `seen` to `visited` of its visits."""
    from assay.vectors.index_kernel import keep_nearest

    flat = cells.visits[:, seen:visited].ravel()
    visitors = np.argsort(flat, kind="stable")
    bounds = np.searchsorted(flat[visitors], np.arange(len(cells.offsets)))
    for cell in np.flatnonzero(np.diff(cells.offsets)):
        low, high = cells.offsets[cell], cells.offsets[cell + 1]
        rows = visitors[bounds[cell] : bounds[cell + 1]] // (visited - seen)
        for part in np.array_split(rows, -(-len(rows) * int(high - low) // _BLOCK) or 1):
            keep_nearest(cells.points[part] @ cells.points[low:high].T, part, low, found.rows, found.cosines)


def _true_cosines(points: Vectors, rows: Ids, count: int) -> NDArray[np.float32]:
    """(m,) the cosine of the true neighbour number `count` of each of `rows`."""
    least = np.empty(len(rows), np.float32)
    step = max(1, _BLOCK // len(points))
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        cosines = points[part] @ points.T
        cosines[np.arange(len(part)), part] = -np.inf
        cosines.partition(len(points) - count, axis=1)
        least[start : start + step] = cosines[:, len(points) - count]
    return least


def _as_neighbours(points: Vectors, found: _Found, ids: Ids, *, total: int) -> Neighbours:
    """What was found, in the rows of the vectors as they were given: distances exact, the nearest first."""
    rows, distances = np.full((total, found.rows.shape[1]), -1), np.full((total, found.rows.shape[1]), np.nan)
    step = max(1, _BLOCK // (points.shape[1] * found.rows.shape[1]))
    for start in range(0, len(points), step):
        part = np.arange(start, min(start + step, len(points)))
        near, exact = found.rows[part], distances_of(points, part, found.rows[part])
        named = np.where(near < 0, -1, ids[near])
        exact[near < 0] = np.nan
        order = np.lexsort((named, exact), axis=1)
        rows[ids[part]] = np.take_along_axis(named, order, axis=1)
        distances[ids[part]] = np.take_along_axis(exact, order, axis=1)
    return Neighbours(rows, distances)
