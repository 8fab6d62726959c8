"""The kernel of the index: of many comparisons, the best few are kept."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.geometry.compiled import compiled


@compiled
def _insert(rows: NDArray[np.int32], best: NDArray[np.float32], row: int, cosine: np.float32) -> None:
    """Put a row into its place among the nearest so far, (count,), the nearest first; the last one falls out."""
    place = len(best) - 1
    while place > 0 and best[place - 1] < cosine:
        best[place], rows[place] = best[place - 1], rows[place - 1]
        place -= 1
    best[place], rows[place] = cosine, row


@compiled
def keep_nearest(
    cosines: NDArray[np.float32],
    asking: Ids,
    first: int,
    rows: NDArray[np.int32],
    best: NDArray[np.float32],
) -> None:
    """Put what is nearer than the last of `rows` and `best` into its place in them, except a row itself.

    cosines : (m, k) of the rows `asking` (m,) with the rows `first` to `first` + k - 1.
    rows, best : (n, count) the nearest so far and their cosines, the nearest first; changed in place.
    """
    last = best.shape[1] - 1
    for i in range(len(asking)):
        row = asking[i]
        for j in range(cosines.shape[1]):
            if cosines[i, j] > best[row, last] and first + j != row:
                _insert(rows[row], best[row], first + j, cosines[i, j])


@partial(compiled, reassociate=True)
def keep_nearest_of_nearest(
    points: NDArray[np.float32], others: NDArray[np.int32], rows: NDArray[np.int32], best: NDArray[np.float32]
) -> None:
    """Put the neighbours of each row's neighbours into `rows` and `best` where they are nearer than the last of them.

    points : (n, d) vectors of length 1. others : (n, k) neighbours of each row, -1 for none.
    rows, best : (n, count) the nearest so far and their cosines, the nearest first; changed in place.
    """
    last = best.shape[1] - 1
    seen = np.full(len(points), -1, np.int64)  # of which row each was last looked at
    for row in range(len(points)):
        seen[row] = row
        for other in rows[row]:
            if other >= 0:
                seen[other] = row
        for near in others[row]:
            if near < 0:
                continue
            for other in others[near]:
                if other < 0 or seen[other] == row:
                    continue
                seen[other] = row
                cosine = np.float32(0)
                for axis in range(points.shape[1]):
                    cosine += points[row, axis] * points[other, axis]
                if cosine > best[row, last]:
                    _insert(rows[row], best[row], other, cosine)
