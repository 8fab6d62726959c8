"""Rows take the exact shape of their table, or are refused."""

from __future__ import annotations

import pyarrow as pa
import pytest

from assay.errors import ArrayError
from assay.schema.tables import ANNOTATIONS, MATCHES
from assay.store.conform import conform
from tests.store_rows import label_rows, with_value

MATCH = pa.table(
    {
        "iou": [0.5],
        "outcome": ["correct"],
        "image_id": [0],
        "run_id": [1],
        "evaluation_id": [1],
    }
)


def test_columns_come_in_any_order_and_are_cast() -> None:
    """Id 0 stays 0, a missing column that may be NULL is NULL, not 0."""
    rows = conform(MATCHES, MATCH)
    assert rows.schema == MATCHES.arrow
    (row,) = rows.to_pylist()
    assert (row["evaluation_id"], row["image_id"], row["outcome"], row["iou"]) == (1, 0, "correct", 0.5)
    assert row["annotation_id"] is None
    assert row["prediction_id"] is None


def test_rows_without_a_tombstone_are_live() -> None:
    assert conform(ANNOTATIONS, label_rows(0, [1, 1]))["deleted"].to_pylist() == [False, False]


def test_dictionary_columns_of_readers_become_plain() -> None:
    rows = label_rows(0, [1])
    at = rows.schema.get_field_index("kind")
    rows = rows.set_column(at, "kind", rows["kind"].dictionary_encode())
    assert conform(ANNOTATIONS, rows)["kind"].type == pa.string()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param(MATCH.append_column("colour", [["red"]]), "unknown columns: colour", id="unknown"),
        pytest.param(MATCH.drop_columns("outcome"), "lack the column 'outcome'", id="missing"),
        pytest.param(with_value(MATCH, "outcome", None), "must have a value in every row, got 1 NULL", id="null"),
        pytest.param(
            MATCH.drop_columns("image_id").append_column("image_id", [["x"]]),
            "Column 'image_id' of 'matches' must be int64, got string",
            id="type",
        ),
    ],
)
def test_what_does_not_fit_is_refused(rows: pa.Table, message: str) -> None:
    with pytest.raises(ArrayError, match=message):
        conform(MATCHES, rows)
