"""Picking rows out of columns cut into chunks is what Arrow's own `take` does, however few or many they are."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from assay.store.hot import FEW_CHUNKS, FEW_VALUES, gather


@given(
    st.lists(st.integers(0, 40), max_size=3 * FEW_CHUNKS),
    st.integers(0, 3 * FEW_VALUES),
    st.sampled_from(["any order", "rising", "in a row"]),
    st.integers(0, 2**32 - 1),
)
def test_gather_takes(lengths: list[int], wanted: int, how: str, seed: int) -> None:
    count = sum(lengths)
    rng = np.random.default_rng(seed)
    edges = np.cumsum([0, *lengths])
    numbers = pa.chunked_array([np.arange(a, b) for a, b in pairwise(edges)], pa.int64())
    words = pa.chunked_array([chunk.cast(pa.string()) for chunk in numbers.chunks], pa.string())
    if how == "in a row":
        start = int(rng.integers(0, count + 1))
        at = np.arange(start, min(count, start + wanted))
    else:
        at = rng.integers(0, count, wanted) if count else np.zeros(0, np.int64)
        at = np.unique(at) if how == "rising" else at
    found = gather({"numbers": numbers, "words": words}, at)
    assert found["numbers"].to_pylist() == at.tolist()
    assert found["words"].to_pylist() == [str(place) for place in at]
