"""The index finds what comparing all with all would, and says how much of it (E9)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.vectors import index, neighbours
from assay.vectors.index import indexed
from assay.vectors.neighbours import Vectors, all_pairs, nearest


def made(count: int, *, dimension: int = 32, seed: int = 0) -> Vectors:
    """Vectors of 40 heaps."""
    rng = np.random.default_rng(seed)
    points = rng.standard_normal((40, dimension))[rng.integers(40, size=count)]
    points = points + 0.4 * rng.standard_normal((count, dimension))
    vectors: Vectors = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    return vectors


def share_right(found: neighbours.Neighbours, truth: neighbours.Neighbours) -> float:
    """The share of what was found that is as near as it should be."""
    return float((found.distances <= truth.distances[:, -1:] + 1e-6).mean())


def test_what_it_finds_is_right_as_often_as_it_says() -> None:
    vectors = made(4_000)
    found, truth = indexed(vectors, count=10), all_pairs(vectors, count=10)
    assert found.recall >= 0.99
    assert share_right(found, truth) == pytest.approx(found.recall, abs=0.01)
    assert (np.diff(found.distances) >= 0).all()
    assert (found.rows != np.arange(4_000)[:, None]).all()


def test_the_distances_of_right_neighbours_are_those_of_the_exact_search() -> None:
    vectors = made(3_000)
    found, truth = indexed(vectors, count=5), all_pairs(vectors, count=5)
    same = (found.rows == truth.rows).all(axis=1)
    assert same.mean() > 0.9
    np.testing.assert_array_equal(found.distances[same], truth.distances[same])


def test_it_finds_the_same_each_time() -> None:
    vectors = made(2_500)
    np.testing.assert_array_equal(indexed(vectors, count=5).rows, indexed(vectors, count=5).rows)


def test_rows_without_a_vector_have_no_neighbour_and_are_none() -> None:
    vectors = made(3_000)
    vectors[::7] = np.nan
    found = indexed(vectors, count=5)
    assert (found.rows[::7] == -1).all()
    assert np.isnan(found.distances[::7]).all()
    assert not np.isin(np.arange(0, 3_000, 7), found.rows[1::7]).any()


def scattered(count: int, dimension: int) -> Vectors:
    """Vectors of any direction: nothing is near anything."""
    vectors: Vectors = np.random.default_rng(0).standard_normal((count, dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def test_where_nothing_is_near_neighbours_of_neighbours_bring_nine_of_ten() -> None:
    vectors = scattered(6_000, 24)
    found, truth = indexed(vectors, count=10), all_pairs(vectors, count=10)
    assert 0.9 <= found.recall < 0.99
    assert share_right(found, truth) == pytest.approx(found.recall, abs=0.01)
    assert (np.diff(found.distances) >= 0).all()
    assert all(len(set(row)) == 10 for row in found.rows.tolist())
    assert (found.rows != np.arange(6_000)[:, None]).all()


def test_where_that_is_not_enough_all_are_compared_with_all() -> None:
    vectors = scattered(6_000, 200)
    found, truth = indexed(vectors, count=10), all_pairs(vectors, count=10)
    assert found.recall == 1
    np.testing.assert_array_equal(found.rows, truth.rows)


def test_copies_of_one_vector_are_at_distance_zero() -> None:
    found = indexed(np.repeat(made(30), 100, axis=0), count=5)
    assert found.recall == 1
    assert (found.distances == 0).all()


def test_few_rows_are_compared_all_with_all_and_many_by_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = made(2_000)
    assert nearest(vectors, count=3).recall == 1
    monkeypatch.setattr(neighbours, "EXACT_UP_TO", 1_000)
    monkeypatch.setattr(index, "_ROUNDS", (1, 32))
    found = nearest(vectors, count=3)
    assert found.recall >= 0.99
    assert found.first(2).recall == found.recall
