"""Rows of an edit are stored in whichever form is cheaper; both are read alike."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from assay.store.journal import _pack, _unpack


@pytest.mark.parametrize("count", [0, 1, 40, 5_000])
def test_rows_are_read_as_they_were_stored(count: int) -> None:
    rows = pa.table({"id": np.arange(count), "label": pa.array(["car", None] * count)[:count]})
    assert _unpack(_pack(rows)).equals(rows)


def test_only_many_rows_are_compressed() -> None:
    """Of few rows it saves nothing: an entry is mostly names of columns."""
    few, many = (pa.table({f"column_{number}": np.zeros(count) for number in range(20)}) for count in (2, 5_000))
    assert len(_pack(many)) < many.nbytes / 10
    assert few.nbytes < len(_pack(few)) < 5_000
