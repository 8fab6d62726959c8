"""How alike vectors are to one or several others (S5, E5)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.vectors import search
from assay.vectors.neighbours import Vectors
from assay.vectors.search import Joined, most_alike, similarities, top


def made(count: int, dimension: int = 8) -> Vectors:
    points = np.random.default_rng(1).standard_normal((count, dimension))
    vectors: Vectors = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    return vectors


@pytest.mark.parametrize("joined", list(Joined))
@pytest.mark.parametrize("queries", [1, 3])
def test_the_similarity_to_several_is_the_largest_or_the_mean_cosine(joined: Joined, queries: int) -> None:
    vectors = made(50)
    cosines = vectors.astype(np.float64) @ vectors[:queries].astype(np.float64).T
    wanted = cosines.max(axis=1) if joined is Joined.MAX else cosines.mean(axis=1)
    np.testing.assert_allclose(similarities(vectors, vectors[:queries], joined=joined), wanted, atol=1e-6)


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = made(100)
    at_once = similarities(vectors, vectors[:4])
    monkeypatch.setattr(search, "_BLOCK", 20)
    np.testing.assert_allclose(similarities(vectors, vectors[:4]), at_once, atol=1e-6)


def test_the_most_alike_come_first_and_what_is_left_out_never() -> None:
    vectors = made(200)
    found = most_alike(vectors, vectors[7:8], count=5, leave_out=np.array([7]))
    truth = np.argsort(-(vectors @ vectors[7]), kind="stable")[1:6]
    assert found.rows.tolist() == truth.tolist()
    assert (np.diff(found.similarities) <= 0).all()


def test_of_those_equally_alike_the_lower_row_comes_first_also_at_the_edge() -> None:
    numbers = np.array([0.5, np.nan, 0.9, 0.5, 0.5], np.float32)
    assert top(numbers, count=3).rows.tolist() == [2, 0, 3]


def test_rows_without_a_vector_never_come() -> None:
    assert top(np.array([np.nan, 0.1], np.float32), count=5).rows.tolist() == [1]
    assert len(top(np.array([], np.float32), count=5).rows) == 0
