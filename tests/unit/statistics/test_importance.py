"""Mutual information, rank correlation and the permutation test where the answer is known (E15, F14)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from assay.errors import ArrayError
from assay.statistics.importance import (
    importance,
    independence_p,
    information,
    joint_counts,
    mutual_information,
    permutation_p,
    shuffled_tables,
    spearman,
)

X = np.random.default_rng(0).normal(size=3000)


@pytest.fixture
def draw() -> np.random.Generator:
    """The same numbers for each test, whichever tests ran before it."""
    return np.random.default_rng(1)


def test_a_column_tells_of_itself_all_that_its_bins_hold() -> None:
    """Ten bins of equal mass hold ln 10 nats; 81 / 2n of them are taken for chance."""
    assert mutual_information(X, X) == pytest.approx(np.log(10) - 81 / 6000)


def test_a_rising_map_changes_nothing_and_a_falling_one_the_sign_only(draw: np.random.Generator) -> None:
    y = X + draw.normal(size=3000)
    assert mutual_information(np.exp(X), y) == mutual_information(X, y)
    assert spearman(np.exp(X), y) == pytest.approx(spearman(X, y), abs=1e-15)
    assert spearman(-X, y) == pytest.approx(-spearman(X, y), abs=1e-15)


def test_a_dependence_without_direction_is_found() -> None:
    """Failures at both ends of a metric: no correlation, much information."""
    told = importance(X, (np.abs(X) < 1).astype(float))
    assert abs(told.spearman) < 0.05
    assert told.mutual_information > 0.3
    assert told.p_value == 1 / 1001


def test_information_of_unrelated_columns_is_nil_on_average_whatever_their_bins(draw: np.random.Generator) -> None:
    for bins in (3, 20):
        tables = [joint_counts(*(draw.integers(0, bins, (2, 500)))) for _ in range(100)]
        plain = [information(table) for table in tables]
        assert np.mean(plain) < 0.4 * (bins - 1) ** 2 / 1000


def test_p_of_unrelated_columns_is_even(draw: np.random.Generator) -> None:
    """A test at 5 % errs in about 5 % of the cases: its p-values are spread evenly over 0..1."""
    p_values = [permutation_p(*draw.random((2, 300)), bins=4, repeats=99, seed=i) for i in range(150)]
    assert stats.kstest(p_values, "uniform").pvalue > 0.01


def test_drawn_tables_are_distributed_as_those_of_shuffled_rows(draw: np.random.Generator) -> None:
    a, b = draw.integers(0, 3, 60), draw.integers(0, 4, 60) ** 2 // 4
    table = joint_counts(a, b)
    margins = (tuple(table.sum(axis=axis).tolist()) for axis in (1, 0))
    drawn = shuffled_tables(*margins, repeats=2000, seed=0)
    shuffled = np.array([joint_counts(a, draw.permutation(b)) for _ in range(2000)])
    for i, j in np.ndindex(*table.shape):
        if table[:, j].sum():
            both = np.stack([np.bincount(tables[:, i, j], minlength=61) for tables in (drawn, shuffled)])
            assert stats.chi2_contingency(both[:, both.sum(axis=0) > 20]).pvalue > 1e-4


def test_the_same_seed_gives_the_same_p(draw: np.random.Generator) -> None:
    y = X + 20 * draw.normal(size=3000)
    assert permutation_p(X, y, seed=3) == permutation_p(X, y, seed=3)


def test_rows_without_a_value_are_left_out_and_counted() -> None:
    values = np.where(np.arange(3000) % 3 == 0, np.nan, X)
    told, kept = importance(values, X), ~np.isnan(values)
    assert told.count == 2000
    assert told == importance(X[kept], X[kept])


def test_nothing_is_told_of_a_constant_or_empty_column(draw: np.random.Generator) -> None:
    constant = importance(np.ones(50), draw.random(50))
    assert (constant.mutual_information, constant.p_value, constant.count) == (0, 1, 50)
    assert np.isnan(constant.spearman)
    empty = importance(np.full(4, np.nan), np.arange(4.0))
    assert (empty.mutual_information, empty.p_value, empty.count) == (0, 1, 0)
    assert np.isnan(empty.spearman)


def test_categories_are_compared_by_their_table() -> None:
    """Two cameras, one of which fails: 10 of 10 against 0 of 10 is ln 2 less the bias, and no accident."""
    table = np.array([[10, 0], [0, 10]])
    assert information(table) == pytest.approx(np.log(2) - 1 / 40)
    assert independence_p(table) == 1 / 1001


def test_lengths_must_agree() -> None:
    with pytest.raises(ArrayError, match="same length"):
        importance(np.zeros(3), np.zeros(4))
