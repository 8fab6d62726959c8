"""The kernel of the index: of many comparisons, the best few are kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.geometry.compiled import compiled


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
            cosine = cosines[i, j]
            if cosine > best[row, last] and first + j != row:
                place = last
                while place > 0 and best[row, place - 1] < cosine:
                    best[row, place], rows[row, place] = best[row, place - 1], rows[row, place - 1]
                    place -= 1
                best[row, place], rows[row, place] = cosine, first + j
