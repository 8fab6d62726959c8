"""Look-alikes side by side in each of many groups, in a moment: a wall is grouped anew at the press of a key."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.vectors.line_kernel import walk_chunks
from assay.vectors.neighbours import Vectors, known_rows, nearest
from assay.vectors.order import look_alike_order
from assay.vectors.project import Points

EXACT_PAIRS = 1 << 22
"""Pairs of rows within groups up to which all are compared; beyond, rows are walked chunk by chunk."""

Places = NDArray[np.float64]

_NEIGHBOURS = 30
_AXES = 32
_ITERATIONS = 4
_LEARNT_FROM = 4_096  # rows
_CHUNK = 256  # rows that are walked at a time


def line_points(vectors: Vectors) -> Points:
    """(n, k) the vectors along the directions of their greatest spread, by which `quick_lines` judges likeness.

    Principal components by subspace iteration on a sample: not exact, but a line needs no better, and it is quick.
    """
    known = known_rows(vectors)
    sample = vectors[known[:: -(-len(known) // _LEARNT_FROM) or 1]]
    if not len(sample):
        return np.full((len(vectors), 1), np.nan, np.float32)
    mean = sample.mean(axis=0)
    spread = (sample - mean).T @ (sample - mean)
    axes = np.random.default_rng(0).normal(size=(vectors.shape[1], min(_AXES, vectors.shape[1]))).astype(np.float32)
    for _ in range(_ITERATIONS):
        axes, _ = np.linalg.qr(spread @ axes)
    points: Points = vectors @ axes - mean @ axes
    return points


def is_exact(groups: Ids) -> bool:
    """Whether the rows of each group are few enough to be compared all with all, in a moment."""
    _, counts = np.unique(groups, return_counts=True)
    return int((counts**2).sum()) <= EXACT_PAIRS


def exact_lines(vectors: Vectors, groups: Ids) -> Places:
    """(n,) the place of each row in the line of its own group, from 1, see `look_alike_order`; NaN without a vector."""
    places = np.full(len(groups), np.nan)
    for part in _parts(groups, known_rows(vectors)):
        own = vectors[part]
        places[part] = look_alike_order(own, nearest(own, count=min(_NEIGHBOURS, max(len(part) - 1, 1))))
    return places


def quick_lines(points: Points, groups: Ids) -> Places:
    """As `exact_lines`, for groups of any size: each by `quick_line`. points : those of `line_points`."""
    places = np.full(len(groups), np.nan)
    for part in _parts(groups, np.flatnonzero(np.isfinite(points).all(axis=1))):
        places[part[quick_line(points[part])]] = np.arange(1, len(part) + 1)
    return places


def quick_line(points: Points) -> Ids:
    """(n,) all rows in an order in which near ones stand side by side: chunks joined end to end (S8).

    Points are halved along their longest extent until a part is a chunk. Each chunk is walked from the row nearest to
    the end of the one before, always on to the nearest row that was not visited. n log n, and deterministic.
    """
    if len(points) < 2:
        return np.arange(len(points))
    rows, ends = _chunks(points)
    line: Ids = walk_chunks(points, rows, ends)
    return line


def _parts(groups: Ids, rows: Ids) -> list[Ids]:
    """Those of `rows` that are in each group."""
    order = rows[np.argsort(groups[rows], kind="stable")]
    return np.split(order, np.flatnonzero(np.diff(groups[order])) + 1) if len(order) else []


def _chunks(points: Points) -> tuple[Ids, Ids]:
    """All rows, chunk after chunk, and where each chunk ends."""
    waiting, chunks = [np.arange(len(points))], []
    while waiting:
        part = waiting.pop()
        if len(part) <= _CHUNK:
            chunks.append(part)
            continue
        axis = np.ptp(points[part], axis=0).argmax()
        middle = len(part) // 2
        order = part[np.argpartition(points[part, axis], middle)]
        waiting += [order[middle:], order[:middle]]
    return np.concatenate(chunks), np.cumsum([len(chunk) for chunk in chunks])
