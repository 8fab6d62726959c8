"""How incoming rows meet standing ones (A15)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from assay.workflows.imports.merge_rows import first_of_each, merge_rows, ordinals


def standing(hashes: list[int], changed_by: list[int | None], deleted: list[bool]) -> pa.Table:
    return pa.table(
        {
            "source_hash": pa.array(hashes, pa.int64()),
            "changed_by": pa.array(changed_by, pa.int64()),
            "deleted": pa.array(deleted, pa.bool_()),
        }
    )


def test_rows_are_new_changed_same_or_edited() -> None:
    known = standing([1, 2, 3, 4, 5], [None, None, 7, None, 8], [False, False, False, True, False])
    keys = pa.array(["new", "same", "changed", "edited", "deleted", "edited, same source"])
    hashes = np.array([9, 1, 9, 9, 9, 5])
    merge = merge_rows(keys, hashes, pa.array(["same", "changed", "edited", "deleted", "edited, same source"]), known)
    assert merge.new.tolist() == [True, False, False, False, False, False]
    assert merge.same.tolist() == [False, True, False, False, False, True]
    assert merge.changed.tolist() == [False, False, True, False, False, False]
    assert merge.edited.tolist() == [False, False, False, True, True, False]
    assert merge.standing.tolist() == [-1, 0, 1, 2, 3, 4]


@given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5), unique=True))
def test_every_row_has_exactly_one_fate(keys: list[int], known: list[int]) -> None:
    table = standing([0] * len(known), [None] * len(known), [False] * len(known))
    merge = merge_rows(
        pa.array([str(k) for k in keys], pa.string()),
        np.arange(len(keys)),
        pa.array([str(k) for k in known], pa.string()),
        table,
    )
    fates = merge.new.astype(int) + merge.changed + merge.same + merge.edited
    assert fates.tolist() == [1] * len(keys)


@given(st.lists(st.integers(0, 4)))
def test_ordinals_count_earlier_rows_of_the_group(groups: list[int]) -> None:
    expected = [groups[:at].count(group) for at, group in enumerate(groups)]
    assert ordinals(np.array(groups, dtype=np.int64)).tolist() == expected


@given(st.lists(st.sampled_from("abc")))
def test_the_first_of_each_key_is_marked_once(keys: list[str]) -> None:
    expected = [keys.index(key) == at for at, key in enumerate(keys)]
    assert first_of_each(pa.array(keys, pa.string())).tolist() == expected
