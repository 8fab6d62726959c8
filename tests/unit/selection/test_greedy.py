"""Choosing under a budget: laws of the greedy choice (V2.10, M97)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assay.errors import ArrayError
from assay.selection.greedy import HALF, choose

SHARES = st.floats(0, 1, allow_nan=False, width=32)
SETS = st.integers(1, 30).flatmap(
    lambda n: st.tuples(
        arrays(np.float64, n, elements=st.sampled_from([0.0, 0.25, 0.5, 1.0, np.nan])),
        arrays(np.uint64, n, elements=st.integers(0, 2**64 - 1)),
    )
)


@given(SETS, st.integers(1, 40), SHARES, st.integers(0, 20), st.integers(0, 3))
def test_a_choice_is_the_same_again_and_a_smaller_one_is_its_beginning(
    given_set: tuple[np.ndarray, np.ndarray], budget: int, diversity: float, apart: int, seed: int
) -> None:
    worth, hashes = given_set
    first, again, fewer = (
        choose(worth, hashes, budget=b, diversity=diversity, apart=apart, seed=seed)
        for b in (budget, budget, max(1, budget // 2))
    )
    assert first.items.tolist() == again.items.tolist()
    assert fewer.items.tolist() == first.items[: max(1, budget // 2)].tolist()
    assert len(set(first.items.tolist())) == len(first.items) <= budget
    assert not np.isnan(first.worth).any()


@given(SETS, SHARES, st.integers(1, 40))
def test_what_is_chosen_lies_apart(given_set: tuple[np.ndarray, np.ndarray], diversity: float, apart: int) -> None:
    worth, hashes = given_set
    chosen = hashes[choose(worth, hashes, budget=30, diversity=diversity, apart=apart).items]
    distance = np.bitwise_count(chosen[:, None] ^ chosen[None, :])
    assert (distance[~np.eye(len(chosen), dtype=bool)] >= apart).all()


@given(SETS)
def test_without_diversity_the_worthiest_come_first_and_all_that_have_a_worth(
    given_set: tuple[np.ndarray, np.ndarray],
) -> None:
    worth, hashes = given_set
    chosen = choose(worth, hashes, budget=len(worth), diversity=0)
    assert chosen.worth.tolist() == sorted(worth[~np.isnan(worth)].tolist(), reverse=True)


def test_with_diversity_alone_the_worthiest_is_first_and_then_the_farthest() -> None:
    hashes = np.array([0, 0b11, 2**64 - 1, 2**32 - 1], np.uint64)
    chosen = choose(np.array([1.0, 0.9, 0.1, 0.1]), hashes, budget=3, diversity=1)
    assert chosen.items.tolist() == [0, 2, 3]
    assert chosen.novelty.tolist() == [1.0, 1.0, 1.0]
    assert choose(np.array([1.0, 0.9]), hashes[:2], budget=2, diversity=1).novelty[1] == 2 / HALF


def test_the_seed_decides_between_equals_only() -> None:
    worth, hashes = np.array([0.5] * 20 + [1.0]), np.zeros(21, np.uint64)
    firsts = [choose(worth, hashes, budget=2, diversity=0, seed=seed).items.tolist() for seed in range(8)]
    assert {first for first, _ in firsts} == {20}
    assert len({second for _, second in firsts}) > 1


@pytest.mark.parametrize(("budget", "diversity"), [(0, 0.5), (1, 1.5), (1, -0.1)])
def test_a_budget_or_share_that_is_none_is_refused(budget: int, diversity: float) -> None:
    with pytest.raises(ArrayError, match="cannot be chosen by"):
        choose(np.ones(1), np.zeros(1, np.uint64), budget=budget, diversity=diversity)
