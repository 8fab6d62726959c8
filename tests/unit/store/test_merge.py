"""Taking one edit back, on rows that others may have changed since."""

from __future__ import annotations

import math

import pyarrow as pa

from assay.store.merge import sides, three_way

SCHEMA = pa.schema(
    [
        pa.field("id", pa.int64(), nullable=False),
        pa.field("category_id", pa.int32()),
        pa.field("x", pa.float64()),
        pa.field("keypoints", pa.list_(pa.float64())),
        pa.field("deleted", pa.bool_(), nullable=False),
        pa.field("changed_by", pa.int64()),
    ]
)


def rows(*values: tuple[object, ...]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in values], schema=SCHEMA)


BEFORE = rows((0, 1, 5.0, [1.0], False, None), (1, 1, math.nan, None, False, 3))
AFTER = rows((0, 2, 5.0, [1.0], False, 7), (1, 2, math.nan, None, False, 7))


def test_without_interference_an_undo_gives_exactly_what_was() -> None:
    origin, goal = sides(BEFORE, AFTER, undo=True)
    merged, differing = three_way(AFTER, origin, goal)
    assert merged.equals(BEFORE) or merged.drop_columns("x").equals(BEFORE.drop_columns("x"))
    assert differing == 0


def test_a_column_that_another_changed_keeps_its_newer_value() -> None:
    """A re-import moved label 0: undo of the relabel gives it its old class, at its new place."""
    origin, goal = sides(BEFORE, AFTER, undo=True)
    current = rows((0, 2, 9.0, [1.0], False, None), (1, 2, math.nan, None, False, 7))
    merged, differing = three_way(current, origin, goal)
    assert merged.select(["id", "category_id", "keypoints", "changed_by"]).to_pylist() == [
        {"id": 0, "category_id": 1, "keypoints": [1.0], "changed_by": None},
        {"id": 1, "category_id": 1, "keypoints": None, "changed_by": 3},
    ]
    assert merged["x"].to_pylist()[0] == 9.0
    assert math.isnan(merged["x"].to_pylist()[1])
    assert differing == 1
    assert merged.schema == SCHEMA


def test_a_value_that_another_overwrote_is_left_alone() -> None:
    """The edit said class 2, an import says 4 by now: there is nothing of the edit left to take back."""
    origin, goal = sides(BEFORE, AFTER, undo=True)
    current = rows((0, 4, 5.0, [1.0], False, 7), (1, 2, math.nan, None, False, 7))
    merged, differing = three_way(current, origin, goal)
    assert merged["category_id"].to_pylist() == [4, 1]
    assert differing == 1


def test_what_an_edit_added_becomes_a_tombstone_and_comes_back() -> None:
    none, added = SCHEMA.empty_table(), rows((5, 1, 1.0, None, False, 9))
    origin, goal = sides(none, added, undo=True)
    buried, _ = three_way(added, origin, goal)
    assert buried["deleted"].to_pylist() == [True]
    origin, goal = sides(none, added, undo=False)
    assert three_way(buried, origin, goal)[0].equals(added)


def test_rows_that_are_gone_are_left_out() -> None:
    """An issue that a new search replaced does not rise again."""
    origin, goal = sides(BEFORE, AFTER, undo=True)
    merged, differing = three_way(AFTER.slice(1), origin, goal)
    assert merged["id"].to_pylist() == [1]
    assert differing in {0, 1}


def test_the_order_of_the_stored_rows_does_not_matter() -> None:
    origin, goal = sides(BEFORE.take([1, 0]), AFTER, undo=True)
    merged, _ = three_way(AFTER.take([1, 0]), origin, goal)
    assert merged["id"].to_pylist() == [0, 1]
    assert merged["category_id"].to_pylist() == [1, 1]
