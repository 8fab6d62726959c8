"""Laws of autotags (S9): scores are of -1 to 1, in no need of order, and a round never asks twice."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assay.vectors.autotag import learn, scores, spread_of, worth_asking
from assay.vectors.neighbours import Vectors


@st.composite
def sets(draw: st.DrawFn) -> tuple[Vectors, list[int], list[int]]:
    """Vectors of length 1, some of them without one, with a few rows of yes and of no."""
    rows, width = draw(st.integers(6, 40)), draw(st.integers(2, 9))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    vectors = rng.normal(size=(rows, width)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[5:][rng.random(rows - 5) < draw(st.sampled_from([0.0, 0.2]))] = np.nan
    return vectors, list(range(draw(st.integers(1, 3)))), list(range(3, 3 + draw(st.integers(0, 2))))


def scored(vectors: Vectors, yes: list[int], no: list[int]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return scores(vectors, learn(vectors[yes], vectors[no], spread_of(vectors)))


@given(sets())
def test_scores_lie_between_minus_one_and_one_and_are_nan_just_where_there_is_no_vector(
    case: tuple[Vectors, list[int], list[int]],
) -> None:
    found = scored(*case)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(case[0]).any(axis=1))
    assert (np.abs(found[~np.isnan(found)]) <= 1).all()


@given(sets())
def test_scores_do_not_depend_on_the_order_of_rows_or_answers(case: tuple[Vectors, list[int], list[int]]) -> None:
    vectors, yes, no = case
    order = np.random.default_rng(1).permutation(len(vectors))
    place = np.argsort(order)
    again = scored(vectors[order], place[yes][::-1].tolist(), place[no][::-1].tolist())
    np.testing.assert_allclose(again[place], scored(vectors, yes, no), atol=1e-3)


@given(sets())
def test_the_same_answers_give_the_same_scores(case: tuple[Vectors, list[int], list[int]]) -> None:
    np.testing.assert_array_equal(scored(*case), scored(*case))


@given(sets())
def test_on_the_whole_examples_of_yes_lie_no_lower_than_what_they_are_told_from(
    case: tuple[Vectors, list[int], list[int]],
) -> None:
    """By least squares the margin of yes is no lower than the mean of those of no and of the whole set.

    Not than that of no alone: where no lies beyond yes as the set sees it, what tells yes from the set lifts no too.
    """
    vectors, yes, no = case
    spread = spread_of(vectors)
    tagger = learn(vectors[yes], vectors[no], spread)
    others = [spread.mean, *([vectors[no].mean(axis=0)] if no else [])]
    assert vectors[yes].mean(axis=0) @ tagger.weights >= np.mean(others, axis=0) @ tagger.weights - 1e-6


@given(sets(), st.integers(1, 12))
def test_a_round_asks_of_different_rows_that_have_a_score_and_no_answer(
    case: tuple[Vectors, list[int], list[int]], count: int
) -> None:
    vectors, yes, no = case
    found, asked = scored(*case), np.array(yes + no)
    rows = worth_asking(vectors, found, asked=asked, count=count)
    able = np.setdiff1d(np.flatnonzero(~np.isnan(found)), asked)
    assert len(set(rows.tolist())) == len(rows) == min(count, len(able))
    assert set(rows.tolist()) <= set(able.tolist())


def test_look_alikes_are_not_asked_of_together() -> None:
    """Of two copies a round takes one, while others are there."""
    base = np.eye(6, dtype=np.float32)
    vectors = np.repeat(base, 2, axis=0)
    rows = worth_asking(vectors, np.zeros(12), asked=np.empty(0, np.int64), count=6)
    assert len({row // 2 for row in rows.tolist()}) == 6
