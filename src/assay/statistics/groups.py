"""Groups of items that belong together, named so that a repeat gives the same names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Ids


def named_groups(group: NDArray[np.integer[Any]], ids: Ids) -> NDArray[np.float64]:
    """(n,) the lowest id in each item's group; NaN for an item that is alone in its group or has none.

    group : (n,) any number per group, -1 for none. ids : (n,) of the items.
    """
    named = np.full(len(group), np.nan)
    inside = np.flatnonzero(group >= 0)
    if not len(inside):
        return named
    _, place, count = np.unique(group[inside], return_inverse=True, return_counts=True)
    lowest = np.full(len(count), np.iinfo(np.int64).max)
    np.minimum.at(lowest, place, ids[inside])
    shared = count[place] > 1
    named[inside[shared]] = lowest[place[shared]]
    return named


def groups_of_equals(column: pa.Array, ids: Ids) -> NDArray[np.float64]:
    """(n,) as `named_groups`, of items that have the same value; NULL is no value."""
    codes = column.dictionary_encode().indices.fill_null(-1)
    return named_groups(np.asarray(codes, np.int64), ids)


def joined(first: Ids, second: Ids, *, count: int) -> Ids:
    """(count,) the lowest row that each row is joined to by the pairs of rows first[i], second[i], itself if by none.

    These are the connected components: whoever two rows are both joined to joins them.
    """
    lowest = np.arange(count)
    while (lowest[first] != lowest[second]).any():
        ends = lowest[first], lowest[second]
        for end in ends:
            np.minimum.at(lowest, end, np.minimum(*ends))
        while (lowest != lowest[lowest]).any():
            lowest = lowest[lowest]
    return lowest
