"""Fences of outliers (D1, D13)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assay.statistics.outliers import fences

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50).map(np.array)


def test_the_fences_stand_one_and_a_half_and_two_and_a_half_spreads_away() -> None:
    """D1: Q1 = 2 and Q3 = 6, so that the spread is 4."""
    found = fences(np.arange(9.0))
    assert found is not None
    assert (found.moderate, found.severe) == ((-4.0, 12.0), (-8.0, 16.0))


@pytest.mark.parametrize("values", [[], [5.0], [7.0] * 9, [1.0, 1.0, 1.0, 1.0, 80.0]])
def test_without_a_spread_there_are_no_fences(values: list[float]) -> None:
    assert fences(np.array(values)) is None


@given(VALUES)
def test_the_middle_half_is_never_outside(values: NDArray[np.float64]) -> None:
    found = fences(values)
    if found is not None:
        inside = (values >= found.moderate[0]) & (values <= found.moderate[1])
        assert 2 * inside.sum() >= len(values) - 1
        assert found.severe[0] < found.moderate[0] < found.moderate[1] < found.severe[1]
