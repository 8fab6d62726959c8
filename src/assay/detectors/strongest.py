"""Choose the best row of each group, and the best of rows that stand for one thing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids


def best_of_each(group: Ids, value: NDArray[np.float64], *, tie: Ids, count: int) -> Ids:
    """(count,) position of the row with the highest `value` of each group 0..count-1; -1 for a group without rows.

    Of equal values the row with the smallest `tie` (an id) wins, so that the order of rows does not matter.
    """
    best = np.full(count, -1, np.int64)
    if len(group):
        order = np.lexsort((tie, -value, group))
        first = np.flatnonzero(np.diff(group[order], prepend=-1))
        best[group[order[first]]] = order[first]
    return best


def keep_strongest(one: Ids, other: Ids, *, rank: Ids) -> tuple[Flags, Ids]:
    """Of things joined by pairs (`one`, `other`), keep the strongest of each crowd, greedily (non-maximum suppression).

    rank : (n,) place of each thing, 0 the strongest, no two alike.

    Returns
    -------
    (n,) whether each is kept; (n,) the kept thing that stands for each that is not, else -1.
    """
    strong = np.where(rank[one] < rank[other], one, other)
    weak = np.where(rank[one] < rank[other], other, one)
    order = np.lexsort((rank[strong], rank[weak]))
    kept = np.ones(len(rank), bool)
    stands_for = np.full(len(rank), -1, np.int64)
    # By the time a thing comes up as the weaker one, whether each stronger one is kept is settled.
    for s, w in zip(strong[order].tolist(), weak[order].tolist(), strict=True):
        if kept[w] and kept[s]:
            kept[w] = False
            stands_for[w] = s
    return kept, stands_for
