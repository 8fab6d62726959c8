"""Bins of histograms: even, short, and over all values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.query.facets import Bins

_values = st.floats(-1e9, 1e9, allow_nan=False).filter(lambda value: value == 0 or abs(value) > 1e-9)


@given(_values, _values, st.integers(1, 100))
def test_the_bins_cover_all_values_and_are_few_enough(first: float, second: float, most: int) -> None:
    low, high = min(first, second), max(first, second)
    bins = Bins.over(low, high, most=most)
    edges = bins.edges
    assert edges[0] <= low <= high <= edges[-1]
    assert 1 <= bins.count <= max(most, 2)
    assert edges == sorted(set(edges))


@given(st.integers(-(10**6), 10**6), st.integers(0, 10**6), st.integers(1, 100))
def test_whole_numbers_get_bins_of_whole_width(low: int, spread: int, most: int) -> None:
    bins = Bins.over(low, low + spread, most=most, whole=True)
    assert all(edge == int(edge) for edge in bins.edges)
    assert bins.edges[-1] > low + spread


@pytest.mark.parametrize(
    ("low", "high", "whole", "edges"),
    [
        (0.0, 1.0, False, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),  # confidence: 1.0 lies in the last bin
        (0.03, 0.97, False, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (0, 3, True, [0, 1, 2, 3, 4]),  # counts: one bin for each
        (7, 7, True, [7, 8]),
        (0.5, 0.5, False, [0.5, 0.6]),
        (-4, 3, False, [-4, -2, 0, 2, 4]),
        (1e9, 1e9 + 1e-7, False, [1e9, 1e9 + 0.001]),  # narrower bins would have no edges
    ],
)
def test_edges_are_numbers_that_a_person_would_choose(low: float, high: float, whole: bool, edges: list[float]) -> None:
    assert Bins.over(low, high, most=6, whole=whole).edges == edges


@given(_values, _values, st.integers(3, 60))
def test_edges_come_out_the_same_in_floating_point(first: float, second: float, most: int) -> None:
    bins = Bins.over(min(first, second), max(first, second), most=most)
    numerator, denominator = float(bins.numerator), float(bins.denominator)
    assert bins.edges == [(float(bins.start) + i) * numerator / denominator for i in range(bins.count + 1)]
