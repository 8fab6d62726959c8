"""Bins and categories of a column (E14, F13)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.errors import ArrayError
from assay.statistics.strata import assign, assign_categories, commonest, quantile_edges


def test_a_value_that_most_rows_have_gets_a_bin_of_its_own() -> None:
    """Quantiles alone would be 0 nine times over, and one bin would hold everything."""
    values = np.array([0] * 90 + list(range(1, 11)))
    edges = quantile_edges(values, 10)
    assert edges.tolist() == [0, 1, 10]
    assert np.bincount(assign(values, edges)).tolist() == [90, 10]


def test_even_where_every_quantile_is_that_value() -> None:
    values = np.array([0] * 85 + list(range(1, 16)))
    assert quantile_edges(values, 5).tolist() == [0, 1, 15]


def test_so_does_the_largest_value() -> None:
    values = np.array([*range(1, 11), *[11] * 90])
    edges = quantile_edges(values, 10)
    assert edges.tolist() == [1, 11, 11]
    assert np.bincount(assign(values, edges)).tolist() == [10, 90]


def test_a_constant_column_is_one_bin_and_an_empty_one_none() -> None:
    assert quantile_edges(np.full(4, 7.0)).tolist() == [7, 7]
    assert assign(np.array([7.0, np.nan]), np.array([7.0, 7.0])).tolist() == [0, -1]
    assert quantile_edges(np.array([np.nan, np.nan])).tolist() == []
    assert assign(np.array([1.0, np.nan]), np.zeros(0)).tolist() == [-1, -1]


def test_values_outside_the_edges_have_no_bin() -> None:
    """Edges cut from one run serve another; what lies beyond them is told apart."""
    assert assign(np.array([-1.0, 0.0, 5.0, 9.0, 10.0]), np.array([0.0, 5.0, 9.0])).tolist() == [-1, 0, 1, 1, -1]


def test_the_order_of_rows_does_not_matter() -> None:
    values = np.random.default_rng(0).integers(0, 12, 200)
    assert quantile_edges(values).tolist() == quantile_edges(values[::-1]).tolist()


def test_the_commonest_categories_stand_first() -> None:
    codes = np.array([3, 1, 1, -1, 3, 0, 4])
    assert commonest(codes).tolist() == [1, 3, 0, 4]
    assert commonest(codes, 2).tolist() == [1, 3]
    assert commonest(np.arange(100)).tolist() == list(range(10))
    assert assign_categories(codes, commonest(codes, 2)).tolist() == [1, 0, 0, -1, 1, 2, 2]


def test_a_column_without_categories() -> None:
    nothing = np.full(3, -1)
    assert commonest(nothing).tolist() == []
    assert assign_categories(nothing, commonest(nothing)).tolist() == [-1, -1, -1]


def test_at_least_one_bin_is_asked_for() -> None:
    with pytest.raises(ArrayError, match="at least 1, got 0"):
        quantile_edges(np.arange(3), 0)
