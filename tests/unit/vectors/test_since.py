"""Neighbours after a few vectors changed are those that a search among all finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assay.vectors.all_pairs import all_pairs, nearest_to
from assay.vectors.since import Since, neighbours_since

COUNT = 5


def unit(points: np.ndarray) -> np.ndarray:
    made: np.ndarray = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    return made


@given(st.integers(0, 10_000), st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))
def test_whoever_is_asked_about_has_the_nearest_of_now(seed: int, moved: int, gone: int, come: int) -> None:
    rng = np.random.default_rng(seed)
    then, then_ids = unit(rng.normal(size=(60, 8))), np.sort(rng.choice(200, 60, replace=False))
    kept = np.sort(rng.permutation(60)[gone:])
    now = np.concatenate([then[kept], unit(rng.normal(size=(come, 8)))])
    ids, keys = np.concatenate([then_ids[kept], 1000 + np.arange(come)]), np.ones(len(now), np.int64)
    others = rng.permutation(len(kept))[:moved]
    now[others], keys[others] = unit(rng.normal(size=(moved, 8))), 2
    order = rng.permutation(len(now))
    asked = rng.random(len(now)) < 0.5
    since = Since.of((then_ids, np.ones(60, np.int64)), (ids[order], keys[order]), asked=asked)
    found = neighbours_since(all_pairs(then, count=COUNT), since, now[order])
    whole = all_pairs(now[order], count=COUNT)
    assert np.array_equal(found.rows[asked], whole.rows[asked])
    assert np.array_equal(found.distances[asked], whole.distances[asked], equal_nan=True)
    assert not np.isin(found.rows[since.same & ~asked], np.flatnonzero(~since.same)).any(), "what is not as it was"


def test_where_nothing_changed_nothing_is_computed_anew() -> None:
    """An index may miss a neighbour: what a search said is not to change while nothing does."""
    points = unit(np.random.default_rng(0).normal(size=(40, 8)))
    then = all_pairs(points, count=COUNT)
    then.rows[:, -1], then.distances[:, -1] = -1, np.nan
    now = (np.arange(40), np.zeros(40, np.int64))
    found = neighbours_since(then, Since.of(now, now, asked=np.ones(40, bool)), points)
    assert np.array_equal(found.rows, then.rows)
    assert np.array_equal(found.distances, then.distances, equal_nan=True)


def test_rows_without_a_vector_have_no_neighbours() -> None:
    points = unit(np.random.default_rng(0).normal(size=(12, 4)))
    points[3] = np.nan
    now, nobody = (np.arange(12), np.zeros(12, np.int64)), (np.zeros(0, np.int64), np.zeros(0, np.int64))
    then = all_pairs(np.zeros((0, 4), np.float32), count=COUNT)
    found = neighbours_since(then, Since.of(nobody, now, asked=np.ones(12, bool)), points)
    assert (found.rows[3] == -1).all()
    assert np.array_equal(found.rows, all_pairs(points, count=COUNT).rows)
    assert np.array_equal(nearest_to(points, np.array([5, 3]), count=COUNT).rows, found.rows[[5, 3]])
