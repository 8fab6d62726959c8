"""Weak slices (F20): what was made weak is found first, and noise gives none."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import hypergeom

from assay.statistics.slices import rows_of, weak_slices


def columns(rows: int, seed: int, *, count: int = 6, bins: int = 5) -> list[NDArray[np.int64]]:
    rng = np.random.default_rng(seed)
    return [rng.integers(0, bins, rows) for _ in range(count)]


def test_a_weak_bin_is_found_first() -> None:
    held = columns(2000, 1)
    rng = np.random.default_rng(2)
    wrong = rng.random(2000) < np.where(held[3] == 2, 0.5, 0.1)
    first = weak_slices(held, wrong)[0]
    assert (first.columns, first.bins) == ((3,), (2,))
    assert first.count == (held[3] == 2).sum()
    assert first.wrong == wrong[held[3] == 2].sum()


def test_where_only_two_conditions_together_are_weak_both_are_told() -> None:
    held = columns(6000, 3)
    rng = np.random.default_rng(4)
    weak = (held[0] == 1) & (held[4] == 3)
    found = weak_slices(held, rng.random(6000) < np.where(weak, 0.8, 0.05))
    pair = next(slice_ for slice_ in found if len(slice_.columns) == 2)
    assert (pair.columns, pair.bins) == ((0, 4), (1, 3))
    assert rows_of(pair, held).tolist() == weak.tolist()


def test_noise_gives_no_slice() -> None:
    """Bonferroni over all candidates: at 5 %, forty sets of pure noise give next to none."""
    told = [weak_slices(columns(800, seed), np.random.default_rng(1000 + seed).random(800) < 0.2) for seed in range(40)]
    assert sum(1 for found in told if found) <= 3


def test_the_same_errors_are_told_once() -> None:
    held = columns(2000, 5)
    held.append(held[3].copy())
    wrong = np.random.default_rng(6).random(2000) < np.where(held[3] == 2, 0.6, 0.05)
    told = [slice_ for slice_ in weak_slices(held, wrong) if slice_.columns in {(3,), (6,)}]
    assert len(told) == 1


def test_small_slices_are_left_out() -> None:
    held = columns(300, 7, bins=40)
    wrong = np.zeros(300, bool)
    wrong[held[0] == 5] = True
    assert all(slice_.count >= 30 for slice_ in weak_slices(held, wrong, minimum=30))


def test_without_errors_or_without_anything_right_there_is_no_slice() -> None:
    held = columns(100, 8)
    assert weak_slices(held, np.zeros(100, bool)) == []
    assert weak_slices(held, np.ones(100, bool)) == []
    assert weak_slices([column[:0] for column in held], np.zeros(0, bool)) == []


def test_the_chance_of_as_many_errors_is_that_of_the_hypergeometric() -> None:
    """Against scipy's survival function, through the p-value of the only candidates there are."""
    rng = np.random.default_rng(9)
    column = rng.integers(0, 2, 400)
    wrong = rng.random(400) < np.where(column == 1, 0.5, 0.2)
    (found,) = weak_slices([column], wrong)
    chance = hypergeom.sf(found.wrong - 1, 400, wrong.sum(), found.count)
    assert found.p_value == pytest.approx(2 * chance, rel=1e-9)
