"""How likely labels are drawn loosely, by their gaps, whatever the set."""

from __future__ import annotations

import numpy as np
import pytest

from assay.detectors.looseness import looseness


def _pairs(seed: int, n: int = 200) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    confidence = rng.uniform(0.1, 1, n)
    return np.clip(rng.gamma(4, 0.03, n) / confidence, 0, 1), confidence, rng.integers(0, 3, n)


@pytest.mark.parametrize("seed", range(5))
def test_chances_are_chances_and_the_order_of_labels_does_not_matter(seed: int) -> None:
    gap, confidence, category = _pairs(seed)
    found = looseness(gap, confidence, category)
    assert ((found.chance >= 0) & (found.chance <= 1)).all()
    turned = np.random.default_rng(seed + 100).permutation(len(gap))
    again = looseness(gap[turned], confidence[turned], category[turned])
    np.testing.assert_allclose(again.chance, found.chance[turned], rtol=1e-8)


@pytest.mark.parametrize("seed", range(5))
def test_of_equal_confidence_and_class_the_larger_gap_is_the_looser(seed: int) -> None:
    gap, confidence, category = _pairs(seed)
    gap[:50], confidence[:50], category[:50] = np.linspace(0, 1, 50), 0.6, 1
    chance = looseness(gap, confidence, category).chance[:50]
    assert (np.diff(chance) >= 0).all()
    assert chance[0] == 0
    assert chance[-1] > 0.3


def test_the_same_gap_says_less_the_fainter_its_prediction_where_nothing_is_as_faint() -> None:
    gap, confidence = np.full(60, 0.04), np.full(60, 0.9)
    gap[:3], confidence[:3] = 0.4, [0.9, 0.45, 0.2]
    chance = looseness(gap, confidence, np.zeros(60, int)).chance
    assert chance[0] > chance[1] > chance[2]


def test_nothing_and_perfect_agreement_are_judged_too() -> None:
    assert len(looseness(np.zeros(0), np.zeros(0), np.zeros(0, int)).chance) == 0
    assert (looseness(np.zeros(9), np.full(9, 1.0), np.zeros(9, int)).chance == 0).all()


@pytest.mark.parametrize("seed", range(5))
def test_a_model_that_is_now_and_then_wrong_does_not_make_labels_surely_loose(seed: int) -> None:
    """One label in a hundred is right although its gap is as wide as that of a loose one: nothing tells them apart."""
    rng = np.random.default_rng(seed)
    gap, confidence = np.clip(rng.lognormal(-2.6, 0.5, 1000), 0, 1), np.full(1000, 0.9)
    gap[:10] = rng.uniform(0.35, 0.65, 10)
    gap[10:30] = rng.uniform(0.35, 0.65, 20)
    claimed = looseness(gap, confidence, np.zeros(1000, int)).chance[:30]
    assert 0.5 < claimed.mean() < 0.9
