"""Varied items: near-copies never stand for a class together while something else is left."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.vectors.varied import varied


def unit(*degrees: float) -> np.ndarray:
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_frames_of_one_video_do_not_fill_the_exemplars() -> None:
    """H4: five near-copies and two others: the first, then the others, then copies."""
    assert varied(unit(0, 0.1, 0.2, 0.3, 0.4, 50, 90), count=3).tolist() == [0, 6, 5]


@pytest.mark.parametrize(("rows", "count"), [(0, 5), (3, 5), (5, 5), (9, 5)])
def test_there_are_never_more_than_there_can_be(rows: int, count: int) -> None:
    found = varied(unit(*np.zeros(rows)) if rows else np.zeros((0, 2), np.float32), count=count)
    assert found.tolist() == list(range(min(rows, count)))


@given(st.lists(st.integers(0, 359), min_size=1, max_size=12), st.integers(1, 6))
def test_each_is_the_farthest_from_those_before(degrees: list[int], count: int) -> None:
    vectors = unit(*degrees)
    found = varied(vectors, count=count).tolist()
    assert len(set(found)) == len(found)
    for at in range(1, len(found)):
        nearest = (vectors @ vectors[found[:at]].T).max(axis=1)
        others = [row for row in range(len(degrees)) if row not in found[:at]]
        assert nearest[found[at]] == min(nearest[others])
