"""Measures of drift equal SciPy's to 1e-9 (D2, D3, K1, K2)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import special, stats
from scipy.spatial import distance

from assay.statistics import drift

CLOSE: dict[str, Any] = {"rel": 1e-9, "abs": 1e-9}
SAMPLES = st.lists(st.integers(-3, 3).map(float) | st.floats(-5, 5), min_size=1, max_size=40).map(sorted).map(np.array)
COUNTS = st.integers(1, 12).flatmap(
    lambda size: st.tuples(*(st.lists(st.integers(0, 50), min_size=size, max_size=size).map(np.array),) * 2)
)


@given(SAMPLES, SAMPLES)
def test_small_samples_have_scipys_exact_p_value(first: NDArray[Any], second: NDArray[Any]) -> None:
    """D2: the distance and its p-value, with ties and without."""
    found = drift.kolmogorov_smirnov(drift.steps(first, second))
    try:
        expected = stats.ks_2samp(first, second, method="exact")
    except RuntimeWarning:  # by rounding, SciPy's chance came out greater than 1, and it gave up
        assert found[1] == pytest.approx(1.0, abs=1e-9)
        return
    assert found == pytest.approx((expected.statistic, expected.pvalue), **CLOSE)


def test_a_small_exact_p_value_keeps_its_digits() -> None:
    first, second = np.arange(60.0), np.arange(100.0, 160.0)
    expected = stats.ks_2samp(first, second, method="exact")
    assert drift.kolmogorov_smirnov(drift.steps(first, second))[1] == pytest.approx(expected.pvalue, rel=1e-9)


@pytest.mark.parametrize("shift", [0.0, 0.01, 0.05, 0.3, 3.0])
def test_large_samples_have_the_limiting_distributions_p_value(shift: float) -> None:
    """D2: SciPy's own `asymp` is a finer one for unequal sizes; both tend to Kolmogorov's."""
    rng = np.random.default_rng(0)
    first, second = np.sort(rng.normal(size=3000)), np.sort(rng.normal(shift, size=2500))
    found, p_value = drift.kolmogorov_smirnov(drift.steps(first, second))
    assert found == pytest.approx(stats.ks_2samp(first, second, method="asymp").statistic, **CLOSE)
    assert p_value == pytest.approx(special.kolmogorov(found * np.sqrt(3000 * 2500 / 5500)), **CLOSE)
    assert p_value == pytest.approx(stats.ks_2samp(first, second, method="asymp").pvalue, abs=0.01)


@given(SAMPLES, SAMPLES)
def test_the_earth_is_moved_as_far_as_scipy_moves_it(first: NDArray[Any], second: NDArray[Any]) -> None:
    expected = stats.wasserstein_distance(first, second)
    assert drift.wasserstein(drift.steps(first, second)) == pytest.approx(expected, **CLOSE)


@given(COUNTS)
def test_counts_have_scipys_chi_square(counts: tuple[NDArray[Any], NDArray[Any]]) -> None:
    """K2: also Cramér's V, which needs two categories."""
    first, second = counts
    if not first.sum() or not second.sum():
        assert np.isnan(drift.chi_square(first, second)).all()
        return
    table = np.stack([first, second])
    table = table[:, table.sum(axis=0) > 0]
    expected = stats.chi2_contingency(table, correction=False)
    found = drift.chi_square(first, second)
    assert found[:2] == pytest.approx((expected.statistic, expected.pvalue), **CLOSE)
    if table.shape[1] > 1:
        assert found[2] == pytest.approx(stats.contingency.association(table, correction=False), **CLOSE)


@given(st.floats(1e-3, 400), st.integers(1, 300))
def test_the_tail_of_chi_square_is_scipys(statistic: float, degrees: int) -> None:
    assert drift.chi_square_p(statistic, degrees) == pytest.approx(stats.chi2.sf(statistic, degrees), **CLOSE)


@given(COUNTS)
def test_the_distance_of_shares_is_scipys(counts: tuple[NDArray[Any], NDArray[Any]]) -> None:
    first, second = ((count + 0.0) / max(count.sum(), 1) for count in counts)
    if first.sum() and second.sum():
        expected = distance.jensenshannon(first, second, base=2)
        assert drift.jensen_shannon(first, second) == pytest.approx(expected, abs=1e-7)  # a root magnifies rounding
