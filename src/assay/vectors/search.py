"""How alike vectors are to one or several others, each compared, and the most alike of them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.vectors.neighbours import Vectors

_BLOCK = 1 << 22  # comparisons at a time, of 4 bytes each

Similarities = NDArray[np.float32]
"""(n,) cosines, -1 to 1; NaN where there is no vector."""


class Joined(StrEnum):
    """What counts where several are asked about: the one most alike, or the mean of all cosines."""

    MAX = "max"
    MEAN = "mean"


class Alike(NamedTuple):
    """The rows most alike, the most alike first, and (k,) how alike."""

    rows: Ids
    similarities: Similarities


def similarities(vectors: Vectors, queries: Vectors, *, joined: Joined = Joined.MAX) -> Similarities:
    """How alike each vector is to the queries: the cosine with one; with several their largest or mean cosine.

    vectors : (n, d) of length 1. queries : (m, d) of length 1, m >= 1, none of NaN. Definition S5: similarity to a
    query set, max or mean cosine.
    """
    if len(queries) == 1 or joined is Joined.MEAN:
        # The mean of cosines with vectors of length 1 is the product with their mean: one pass over the rows.
        found: Similarities = vectors @ queries.mean(axis=0, dtype=np.float64).astype(np.float32)
        return found
    found = np.empty(len(vectors), np.float32)
    step = max(1, _BLOCK // len(queries))
    for start in range(0, len(vectors), step):
        found[start : start + step] = (vectors[start : start + step] @ queries.T).max(axis=1)
    return found


def most_alike(
    vectors: Vectors, queries: Vectors, *, count: int, joined: Joined = Joined.MAX, leave_out: Ids | None = None
) -> Alike:
    """The `count` rows most alike to the queries, exactly; of those equally alike the lower row comes first.

    leave_out : rows that are not wanted, such as the queries themselves. Rows without a vector never come.
    """
    found = similarities(vectors, queries, joined=joined)
    if leave_out is not None:
        found[leave_out] = np.nan
    return top(found, count=count)


def top(found: Similarities, *, count: int) -> Alike:
    """The `count` rows of the highest numbers, ties by row; NaN never comes."""
    wanted = min(count, len(found))
    if wanted < 1:
        return Alike(np.empty(0, np.int64), np.empty(0, np.float32))
    apart = np.nan_to_num(-found, nan=np.inf)
    edge = np.partition(apart, wanted - 1)[wanted - 1]
    rows = np.flatnonzero(apart <= edge)
    rows = rows[np.lexsort((rows, apart[rows]))][:wanted]
    rows = rows[np.isfinite(apart[rows])]
    return Alike(rows, found[rows])
