"""Choosing the best row of each group, the strongest of a crowd, and what is usual among the alike."""

from __future__ import annotations

import numpy as np
import pytest

from assay.detectors.alike import median_in_groups, share_in_groups, size_bands
from assay.detectors.strongest import best_of_each, keep_strongest


def test_of_each_group_the_highest_value_wins_and_of_equals_the_smallest_id() -> None:
    best = best_of_each(np.array([2, 0, 2, 0]), np.array([1.0, 5, 1, 7]), tie=np.array([9, 1, 4, 2]), count=4)
    assert best.tolist() == [3, -1, 2, -1]


def test_a_chain_loses_its_middle_and_keeps_its_ends() -> None:
    """1 stands for 2; 3 overlaps only 2, which is gone, and stays."""
    kept, stands_for = keep_strongest(np.array([2, 1]), np.array([3, 2]), rank=np.array([0, 1, 2, 3]))
    assert kept.tolist() == [True, True, False, True]
    assert stands_for.tolist() == [-1, -1, 1, -1]


def test_a_large_class_is_cut_by_size_and_a_small_one_is_not() -> None:
    category = np.repeat([7, 3], [60, 5])
    area = np.concatenate((np.arange(60)[::-1], np.arange(5))).astype(float)
    bands = size_bands(category, area)
    assert np.unique(bands[:60], return_counts=True)[1].tolist() == [20, 20, 20]
    assert len(set(bands[:20])) == 1
    assert len(set(bands[60:])) == 1
    assert not set(bands[:60]) & set(bands[60:])


def test_a_share_of_few_leans_on_what_is_usual() -> None:
    share = share_in_groups(np.array([0, 0, 1]), np.array([True, True, False]), prior=np.full(3, 0.1), weight=2)
    assert share == pytest.approx(np.array([2.2 / 4, 2.2 / 4, 0.2 / 3]))


def test_a_median_of_few_leans_on_the_median_of_all() -> None:
    middle = median_in_groups(np.array([4, 4, 4, 9]), np.array([1.0, 2, 3, 100]), weight=1)
    assert middle == pytest.approx(np.array([0.75 * 2 + 0.25 * 2.5] * 3 + [0.5 * 100 + 0.5 * 2.5]))
