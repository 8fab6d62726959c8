"""Hashes of rows as imported."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from assay.workflows.versions.row_hash import row_hashes

ROW = st.tuples(
    st.one_of(st.none(), st.floats(allow_nan=False)),
    st.one_of(st.none(), st.text(max_size=3)),
    st.one_of(st.none(), st.integers(-5, 5)),
    st.booleans(),
    st.one_of(st.none(), st.lists(st.floats(0, 1), max_size=2)),
)
TYPES = (pa.float64(), pa.string(), pa.int32(), pa.bool_(), pa.list_(pa.float64()))


def table(rows: list[tuple[object, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(TYPES)
    return pa.table([pa.array(c, t) for c, t in zip(columns, TYPES, strict=True)], names=list("abcde"))


@given(st.lists(ROW, max_size=8))
def test_equal_rows_and_only_those_have_equal_hashes(rows: list[tuple[object, ...]]) -> None:
    hashes = row_hashes(table(rows)).tolist()
    for i, first in enumerate(rows):
        for j, second in enumerate(rows):
            assert (hashes[i] == hashes[j]) == (first == second)


@given(st.lists(ROW, min_size=1, max_size=8))
def test_a_row_hashes_alike_alone_and_among_others(rows: list[tuple[object, ...]]) -> None:
    together = row_hashes(table(rows)).tolist()
    assert [int(row_hashes(table([row]))[0]) for row in rows] == together


@given(st.lists(st.text(alphabet="aé", max_size=200), min_size=1, max_size=8))
def test_texts_of_any_length_hash_alike_alone_and_in_any_part_of_a_column(texts: list[str]) -> None:
    column = pa.table({"a": pa.array(["before", *texts], pa.string())})
    assert row_hashes(column.slice(1)).tolist() == [int(row_hashes(pa.table({"a": [text]}))[0]) for text in texts]


def test_the_hash_is_the_same_on_every_machine() -> None:
    """A project moves between machines: this number may only change with a migration."""
    assert row_hashes(table([(1.5, "a", 2, True, [0.5])])).tolist() == [PINNED]


PINNED = -1364807129975515493
