"""Groups that are served badly (M72, X20), and properties that tell the class (M73, X10)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.statistics.shortcuts import group_ratios, shortcut


def test_of_three_groups_the_one_of_the_least_ratio_is_the_worst() -> None:
    """X20: a mean of 0.02 is 0.04 of all and worse than one of 0.03, whatever came first."""
    group = np.repeat([0, 1, 2], [10, 10, 30])
    found = group_ratios(group, np.repeat([0.03, 0.02, 0.8], [10, 10, 30]))
    assert found.group.tolist() == [1, 0, 2]
    assert found.mean.tolist() == pytest.approx([0.02, 0.03, 0.8])
    np.testing.assert_allclose(found.ratio, np.array([0.02, 0.03, 0.8]) / 0.49)
    assert (found.low <= found.ratio).all()
    assert (found.ratio <= found.high).all()


def test_small_groups_items_of_none_and_unknown_values_are_left_out() -> None:
    group = np.array([0] * 6 + [1] * 4 + [-1] * 5 + [2] * 6)
    values = np.array([0.5] * 6 + [0.1] * 4 + [0.0] * 5 + [0.9] * 3 + [np.nan] * 3)
    found = group_ratios(group, values)
    assert (found.group.tolist(), found.ratio.tolist()) == ([0], [1.0])
    assert len(group_ratios(group[:0], values[:0]).group) == 0


def test_the_interval_holds_the_true_ratio_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(200):
        values = np.concatenate([rng.beta(2, 6, 40), rng.beta(6, 2, 4000)])
        found = group_ratios(np.repeat([0, 1], [40, 4000]), values)
        true = 0.25 / ((0.25 * 40 + 0.75 * 4000) / 4040)
        held += bool(found.low[0] <= true <= found.high[0])
    assert 0.9 <= held / 200 <= 0.99


def test_a_property_that_tells_the_class_is_told_beside_the_majority() -> None:
    """X10: the baseline is how many the commonest class has, not which it is."""
    classes = np.repeat([7, 9], [60, 40])
    fold = np.arange(100) % 5
    dark = np.where(classes == 7, 0.2, 0.8) + np.random.default_rng(0).normal(0, 0.05, 100)
    found = shortcut(dark, classes, fold=fold)
    assert found is not None
    assert (found.accuracy, found.majority, found.score) == (1.0, 0.6, 0.0)
    blind = shortcut(np.random.default_rng(1).normal(size=100), classes, fold=fold)
    assert blind is not None
    assert blind.score > 0.9
    assert shortcut(dark, np.zeros(100, np.int64), fold=fold) is None


def test_accuracy_is_that_of_scikit_learn() -> None:
    naive_bayes = pytest.importorskip("sklearn.naive_bayes")
    selection = pytest.importorskip("sklearn.model_selection")
    rng = np.random.default_rng(3)
    for _ in range(5):
        classes, fold = rng.integers(0, 4, 300), rng.integers(0, 5, 300)
        values = rng.normal(classes * 0.7, 1.0 + classes)
        told = selection.cross_val_predict(
            naive_bayes.GaussianNB(), values[:, None], classes, cv=selection.PredefinedSplit(fold)
        )
        found = shortcut(values, classes, fold=fold)
        assert found is not None
        assert found.accuracy == (told == classes).mean()
