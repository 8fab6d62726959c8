"""Laws of the interval of paired trainings (E19, I13)."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import t

from assay.statistics.paired_trainings import paired_effect, random_halves, seen_effect, student_quantile


@pytest.mark.parametrize("freedom", [4, 7, 19, 300])
def test_the_quantile_is_that_of_student(freedom: int) -> None:
    assert student_quantile(0.95, freedom) == pytest.approx(t.ppf(0.975, freedom), rel=4e-3)


def test_halves_come_in_pairs_that_share_no_image() -> None:
    """Objects of one image are taught together."""
    groups = np.array([0, 0, 1, 2, 2, 3, 4])
    halves = random_halves(groups, repeats=8, seed=1)
    assert (halves[::2] ^ halves[1::2]).all()
    assert all(len(np.unique(half[groups == image])) == 1 for half in halves for image in range(5))
    assert (halves == random_halves(groups, repeats=8, seed=1)).all()


def test_the_interval_is_that_made_by_hand() -> None:
    """12 test images, 6 repeats; the gains are 1/12 times 2, 0, 1, 1, 3, 1, so J = 3 pairs."""
    before, after = np.zeros((6, 12), bool), np.zeros((6, 12), bool)
    for repeat, gain in enumerate((2, 0, 1, 1, 3, 1)):
        before[repeat, :gain] = True
    found = paired_effect(before, after, np.arange(12))
    assert (found.before, found.after) == pytest.approx((8 / 72, 0))
    together = np.array([1, 1, 2]) / 12
    apart = np.array([1, 0, 1]) / 12
    spread, noise = (apart**2).mean(), together.var(ddof=1)
    of_training = max(spread - noise, spread / 2) + noise / 3
    mean_gain = np.array([5, 2, 1, *[0] * 9]) / 6
    of_test = ((mean_gain - mean_gain.mean()) ** 2).sum() * 12 / 11 / 144
    freedom = (of_training + of_test) ** 2 / (spread**2 / 3 + noise**2 / 2 + of_test**2 / 11)
    assert freedom > 4  # below, the one of t is 4
    half = t.ppf(0.975, freedom) * np.sqrt(of_training + of_test)
    assert (found.low, found.high) == pytest.approx((8 / 72 - half, 8 / 72 + half), abs=1e-3)


def test_few_test_images_tell_no_interval() -> None:
    """Nine that all agree may do so by chance; their items do not make them more."""
    before, after = np.ones((6, 90), bool), np.zeros((6, 90), bool)
    found = paired_effect(before, after, np.repeat(np.arange(9), 10))
    assert found.gain == 1
    assert np.isnan(found.low)
    assert not found.is_better
    assert np.isnan(seen_effect(np.ones(4), np.zeros(4)).low)


def test_the_same_answers_are_no_evidence() -> None:
    wrong = np.random.default_rng(0).random((6, 40)) < 0.3
    found = paired_effect(wrong, wrong, np.arange(40))
    assert (found.gain, found.low, found.high) == (0, 0, 0)
    assert not found.is_better
    assert not found.is_worse


def coverage(effect: float) -> float:
    """How often the interval holds the true effect, where the training images, the test images and chance all move."""
    held = 0
    for seed in range(300):
        random = np.random.default_rng(seed)
        worth = random.normal(effect, 0.6, 200)  # what each training image adds
        halves = random_halves(np.arange(200), repeats=20, seed=seed + 1000)
        gain = np.array([worth[half].mean() for half in halves]) + random.normal(0, 0.03, 20)
        chance = 0.3 + random.normal(0, 0.05, 400)
        before, after = (chances_of(random, chance, by) for by in (gain / 2, -gain / 2))
        found = paired_effect(before, after, np.arange(400))
        held += found.low <= effect <= found.high
    return held / 300


def chances_of(random: np.random.Generator, chance: NDArray[np.float64], by: NDArray[np.float64]) -> NDArray[np.bool_]:
    drawn: NDArray[np.bool_] = random.random((len(by), len(chance))) < chance + by[:, None]
    return drawn


@pytest.mark.parametrize("effect", [0.0, 0.1])
def test_the_interval_holds_the_truth_as_often_as_it_says(effect: float) -> None:
    """Within what 300 draws can tell of 95 %, or a little above."""
    assert 0.92 <= coverage(effect) <= 0.99
