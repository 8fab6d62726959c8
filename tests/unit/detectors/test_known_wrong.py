"""What doubts are worth, beside labels that are known to be wrong."""

from __future__ import annotations

import numpy as np
import pytest

from assay.detectors.known_wrong import (
    BY_CHANCE,
    BY_LIKENESS,
    MOST_MORE,
    MOST_SWAPPED,
    MOST_WRONG,
    Swapped,
    chances_wrong,
    share_wrong,
)


def doubts(wrong: int, right: int, *, apart: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Doubts of labels, the wrong ones first; which are wrong; and doubts of swapped ones, as far from right ones."""
    rng = np.random.default_rng(seed)
    doubt = np.concatenate([rng.normal(apart, 1, wrong), rng.normal(-apart, 1, right)])
    return doubt, np.arange(wrong + right) < wrong, rng.normal(apart, 1, 20_000)


@pytest.mark.parametrize("wrong", [20, 60, 200])
def test_the_share_is_found_where_wrong_labels_stand_apart(wrong: int) -> None:
    doubt, _, swapped = doubts(wrong, 2000 - wrong, apart=3)
    assert share_wrong(doubt, swapped) == pytest.approx(wrong / 2000, rel=0.3)


def test_no_share_is_much_more_than_doubts_add_up_to_or_rests_on_a_few_labels() -> None:
    swapped = np.linspace(0, 10, 1001)
    same = np.full(100, -3.0)
    most = MOST_MORE / (1 + np.exp(3))
    assert share_wrong(same, same) == pytest.approx(most), "doubts that say nothing"
    assert chances_wrong(same, same).max() < most
    assert share_wrong(-same, -same) == MOST_WRONG
    one = np.append(np.full(999, -3.0), 9.9)
    assert share_wrong(one, swapped) > most, "a bound at 9.9 would rest on 1 % of the swapped ones"
    two = np.append(np.full(998, -3.0), [7.5, 7.5])
    assert share_wrong(two, swapped) == pytest.approx(3 / (1000 * 251 / 1001)), "two and one more, of a quarter"


@pytest.mark.parametrize("apart", [1.0, 2.0, 3.0])
def test_claims_beside_swapped_labels_come_true(apart: float) -> None:
    """Doubts that are twice as sure as they should be are told as what they are worth, within the half they keep."""
    doubt, wrong, swapped = doubts(100, 3900, apart=apart)
    claimed = chances_wrong(2 * apart * doubt, 2 * apart * swapped)
    bare = 1 / (1 + np.exp(-2 * apart * doubt))
    assert abs(claimed.sum() - wrong.sum()) < 0.7 * abs(bare.sum() - wrong.sum())
    assert (np.diff(claimed[np.argsort(doubt)]) >= 0).all(), "the order of doubts stays"


def test_little_is_claimed_where_nothing_is_wrong() -> None:
    doubt, _, swapped = doubts(0, 2000, apart=2)
    assert chances_wrong(2 * doubt + 4, 2 * swapped + 4).max() < 1 / (1 + np.exp(-(2 * doubt + 4).max()))
    assert share_wrong(doubt, swapped) < 0.01


def test_doubts_that_fall_where_labels_are_wrong_keep_their_order() -> None:
    """Wrong labels are doubted less than right ones here, which is told as no slope, not as one turned round."""
    rng = np.random.default_rng(0)
    doubt = rng.normal(2, 1, 500)
    claimed = chances_wrong(doubt, rng.normal(-2, 1, 5000))
    assert (np.diff(claimed[np.argsort(doubt)]) > 0).all()


def test_swapped_labels_are_never_the_given_ones_and_of_judged_classes() -> None:
    rng = np.random.default_rng(1)
    chances = rng.dirichlet(np.ones(4), 300)
    chances = np.insert(chances, 2, 0.0, axis=1)  # a class that nobody is judged by
    given = np.array([0, 1, 3, 4])[rng.integers(0, 4, 300)]
    swapped = Swapped.of(given, chances)
    assert len(swapped.row) == 300 * (BY_CHANCE + BY_LIKENESS)
    assert (swapped.label != given[swapped.row]).all()
    assert set(swapped.label.tolist()) == {0, 1, 3, 4}
    assert len(Swapped.of(np.zeros(20_001, np.int64), np.full((20_001, 2), 0.5)).row) <= MOST_SWAPPED * 4


def test_swaps_by_likeness_follow_the_chances() -> None:
    chances = np.tile([0.5, 0.45, 0.05], (1000, 1))
    labels = Swapped.of(np.zeros(1000, np.int64), chances).label
    by_chance, by_likeness = np.split(labels, [1000 * BY_CHANCE])
    assert (by_chance == 2).mean() == pytest.approx(1 / 2, abs=0.05)
    assert (by_likeness == 2).mean() == pytest.approx(0.1, abs=0.03)
