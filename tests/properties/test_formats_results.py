"""The short way of reading results agrees with the long way."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assay.formats.coco.annotations import PREDICTION_KEYS, RowStyle, object_rows
from assay.formats.coco.flat import flat_predictions

SIZES = st.integers(0, 10**6) | st.floats(0, 1e9)
ROWS = st.fixed_dictionaries(
    {
        "image_id": st.integers(-(2**63), 2**63 - 1),
        "category_id": st.integers(0, 999),
        "bbox": st.tuples(st.floats(-1e9, 1e9), SIZES, SIZES, SIZES).map(list),
        "score": st.floats(0, 1) | st.sampled_from([0, 1]),
    }
)


@given(
    found=st.lists(ROWS, min_size=1, max_size=20),
    order=st.permutations(["image_id", "category_id", "bbox", "score"]),
    layout=st.sampled_from([(", ", ": "), (",", ":"), (",\n", " : ")]),
)
def test_plain_rows_are_read_the_same_both_ways(found: list[dict[str, Any]], order: list[str], layout: Any) -> None:
    rows = [{name: row[name] for name in order} for row in found]
    text = json.dumps(rows, separators=layout)[1:-1].encode()
    columns = flat_predictions(text)
    table = object_rows(rows, range(len(rows)), RowStyle(PREDICTION_KEYS, "x"))
    assert columns is not None
    assert {name: column.to_pylist() for name, column in columns.items()} == table.select(list(columns)).to_pydict()
