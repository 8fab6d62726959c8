"""The bootstrap over images, and two runs on the same resamples (E16, F18)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.errors import ArrayError
from assay.statistics.resampling import image_weights, interval, paired_difference, resampled_sums


def test_the_interval_is_as_wide_as_the_theory_of_a_mean() -> None:
    values = np.random.default_rng(1).normal(10, 2, (400, 1))
    low, high = interval(resampled_sums(values, image_weights(400, repeats=4000)) / 400)
    assert float((high - low)[0]) == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.05)


def test_another_seed_draws_other_images() -> None:
    assert not np.array_equal(image_weights(50, seed=0), image_weights(50, seed=1))


def test_more_repeats_begin_with_the_same_resamples() -> None:
    assert np.array_equal(image_weights(50, repeats=20), image_weights(50, repeats=40)[:20])


def test_sums_are_the_same_however_many_are_made_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, weights = np.arange(200).reshape(100, 2), image_weights(100, repeats=30)
    whole = resampled_sums(counts, weights)
    monkeypatch.setattr("assay.statistics.resampling.BLOCK", 700)
    assert np.array_equal(resampled_sums(counts, weights), whole)


def test_a_paired_comparison_sees_what_separate_intervals_do_not() -> None:
    """E16: images differ much, the second run finds one object more in four of five of them."""
    random = np.random.default_rng(0)
    labels = random.integers(20, 60, 200)
    first = (labels * random.uniform(0.2, 0.9, 200)).astype(int)
    second = first + (random.random(200) < 0.8)
    a, b, n = resampled_sums(np.stack([first, second, labels], axis=1), image_weights(200)).T
    difference = paired_difference(a / n, b / n)
    assert difference.low > 0
    assert difference.p_value < 0.01
    assert interval(a / n)[1] > interval(b / n)[0]


def test_two_equal_runs_do_not_differ() -> None:
    values = np.random.default_rng(0).random(500)
    difference = paired_difference(values, values)
    assert difference.low == difference.high == 0
    assert difference.p_value == 1


def test_p_is_small_as_often_as_it_says_where_runs_differ_by_chance() -> None:
    """Of 300 pairs of runs that are equally good, about one in twenty has p < .05."""
    random = np.random.default_rng(0)
    weights = image_weights(120, repeats=400)
    runs = (random.random((2, 120, 300)) < 0.6).astype(float)
    first, second = (resampled_sums(run, weights) for run in runs)
    assert 0.02 <= float((paired_difference(first, second).p_value < 0.05).mean()) <= 0.09


def test_resamples_without_a_value_are_left_out() -> None:
    first, second = np.array([[np.nan, np.nan], [0.1, np.nan], [0.2, np.nan]]), np.full((3, 2), 0.5)
    difference = paired_difference(first, second)
    assert difference.low[0] == pytest.approx(0.3, abs=0.01)
    assert difference.p_value[0] == pytest.approx(2 / 3)
    assert np.isnan([difference.low[1], difference.high[1], difference.p_value[1]]).all()
    nothing = paired_difference(np.zeros((0, 2)), np.zeros((0, 2)))
    assert np.isnan([*nothing.low, *nothing.p_value]).all()


def test_without_images_there_is_nothing_to_draw() -> None:
    weights = image_weights(0, repeats=3)
    assert weights.shape == (3, 0)
    assert resampled_sums(np.zeros((0, 2)), weights).tolist() == [[0, 0]] * 3


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ArrayError, match="`counts` has 2 images, `weights` 3"):
        resampled_sums(np.zeros((2, 1)), image_weights(3))
    with pytest.raises(ArrayError, match="`level`"):
        interval(np.zeros(3), level=1.0)
    with pytest.raises(ArrayError, match="same length"):
        paired_difference(np.zeros(3), np.zeros(4))
