"""Tell the rows of a source that are new from those that changed and those that stand there already."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Merge:
    """How incoming rows meet the standing ones.

    `standing` (n,) int64 is the index of the standing row each incoming row speaks of, -1 for a new one; the
    four masks (n,) part the incoming rows: `new`; `changed` at the source and untouched here; `same`; and
    `edited`, changed at the source but also edited or removed here, where the edit made here wins.
    """

    standing: NDArray[np.int64]
    new: NDArray[np.bool_]
    changed: NDArray[np.bool_]
    same: NDArray[np.bool_]
    edited: NDArray[np.bool_]


def merge_rows(keys: pa.Array, hashes: NDArray[np.int64], standing_keys: pa.Array, standing: pa.Table) -> Merge:
    """Compare incoming rows with standing ones by key, then by the hash of what was last imported.

    `standing` has the columns `source_hash`, `changed_by` and `deleted`, in the order of `standing_keys`.
    """
    if not len(standing_keys):
        none = np.zeros(len(keys), dtype=np.bool_)
        return Merge(np.full(len(keys), -1, dtype=np.int64), ~none, none, none, none)
    found = pc.fill_null(pc.index_in(keys, value_set=standing_keys), -1).to_numpy().astype(np.int64)
    new = found < 0
    at = np.where(new, 0, found)
    known = standing.column("source_hash").combine_chunks()
    same_hash = pc.fill_null(known, 0).to_numpy()[at] == hashes
    touched = _touched(standing)[at]
    return Merge(
        standing=found,
        new=new,
        changed=~new & ~same_hash & ~touched,
        same=~new & same_hash,
        edited=~new & ~same_hash & touched,
    )


def _touched(standing: pa.Table) -> NDArray[np.bool_]:
    by_hand = standing.column("changed_by").combine_chunks().is_valid()
    touched = pc.or_(by_hand, standing.column("deleted").combine_chunks())
    mask: NDArray[np.bool_] = touched.to_numpy(zero_copy_only=False)
    return mask


def ordinals(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n,) int64: how many earlier rows share the row's group. Names rows that have no identifier of their own.

    >>> ordinals(np.array([7, 9, 7, 7])).tolist()
    [0, 0, 1, 2]
    """
    order = np.argsort(groups, kind="stable")
    ranked = groups[order]
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]]) if len(ranked) else np.empty(0, dtype=np.int64)
    rank = np.arange(len(groups)) - np.repeat(starts, np.diff(np.r_[starts, len(ranked)]))
    result = np.empty(len(groups), dtype=np.int64)
    result[order] = rank
    return result


def first_of_each(keys: pa.Array) -> NDArray[np.bool_]:
    """(n,) bool: True where a key is met for the first time."""
    codes = keys.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    first = np.zeros(len(codes), dtype=np.bool_)
    first[np.unique(codes, return_index=True)[1]] = True
    return first
