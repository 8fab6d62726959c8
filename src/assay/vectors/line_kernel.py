"""The kernel of a quick line: from each place to the nearest that was not visited yet."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.geometry.compiled import compiled


@compiled
def _apart(points: NDArray[np.float32], one: int, other: int) -> np.float32:
    total = np.float32(0)
    for axis in range(points.shape[1]):
        step = points[one, axis] - points[other, axis]
        total += step * step
    return total


@partial(compiled, nogil=True)
def walk_chunks(points: NDArray[np.float32], rows: Ids, ends: Ids) -> Ids:
    """`rows` in the order of a walk: chunk after chunk, rows[ends[c - 1] : ends[c]], each by its nearest rows.

    points : (n, d) places. A chunk begins at the row that is nearest to the last one of the chunk before.
    """
    line = rows.copy()
    start = 0
    for end in ends:
        for place in range(start, end):
            if place == 0:
                continue
            before, best, least = line[place - 1], place, np.float32(np.inf)
            for candidate in range(place, end):
                apart = _apart(points, before, line[candidate])
                if apart < least:
                    best, least = candidate, apart
            line[place], line[best] = line[best], line[place]
        start = end
    return line
