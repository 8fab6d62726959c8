"""Clusters of places (E7), and look-alikes in one line (E10, S8)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.vectors import cluster as module
from assay.vectors.cluster import dense_clusters
from assay.vectors.neighbours import Vectors, nearest
from assay.vectors.order import look_alike_order
from assay.vectors.project import Points


def heaps(sizes: list[int], *, seed: int = 0) -> Points:
    """Places around as many centres, far apart."""
    rng = np.random.default_rng(seed)
    parts = [rng.normal((20.0 * at, 0.0), 1.0, (size, 2)) for at, size in enumerate(sizes)]
    return np.concatenate(parts).astype(np.float32)


def test_heaps_are_clusters_the_largest_first_and_what_lies_alone_is_in_none() -> None:
    places = np.vstack([heaps([30, 60, 20]), [[10.0, 500.0]]]).astype(np.float32)
    found = dense_clusters(places, least=10)
    assert [set(found[rows].tolist()) - {-1} for rows in (slice(0, 30), slice(30, 90), slice(90, 110))] == [
        {1},
        {0},
        {2},
    ]
    assert found[110] == -1


def test_no_place_is_in_no_cluster_and_too_few_places_make_none() -> None:
    places = heaps([20, 20])
    places[3] = np.nan
    assert dense_clusters(places, least=5)[3] == -1
    assert (dense_clusters(places[:4], least=5) == -1).all()
    assert len(dense_clusters(np.empty((0, 2), np.float32), least=5)) == 0


def test_of_many_places_some_are_clustered_and_the_others_take_after_the_nearest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places = heaps([300, 200])[np.random.default_rng(0).permutation(500)]
    whole = dense_clusters(places, least=40)
    monkeypatch.setattr(module, "FITTED", 250)
    part = dense_clusters(places, least=40)
    both = (whole >= 0) & (part >= 0)
    assert both.mean() > 0.8
    assert (whole[both] == part[both]).all()


def circle(count: int) -> Vectors:
    angles = np.linspace(0, np.pi, count, dtype=np.float32)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def test_vectors_on_an_arc_stand_in_the_order_of_the_arc() -> None:
    order = np.random.default_rng(1).permutation(60)
    vectors = circle(60)[order]
    line = look_alike_order(vectors, nearest(vectors, count=4))
    along = order[np.argsort(line)]
    assert along.tolist() in (list(range(60)), list(range(59, -1, -1)))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 40), st.integers(0, 4), st.integers(0, 10_000))
def test_the_line_goes_through_every_vector_once_copies_and_gaps_included(count: int, gaps: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.choice([-1.0, 1.0], (count, 3)).astype(np.float32) / np.float32(np.sqrt(3))
    vectors[:gaps] = np.nan
    line = look_alike_order(vectors, nearest(vectors, count=5))
    known = np.isfinite(vectors).all(axis=1)
    assert np.isnan(line[~known]).all()
    assert sorted(line[known].tolist()) == list(range(1, int(known.sum()) + 1))
    assert np.array_equal(line, look_alike_order(vectors, nearest(vectors, count=5)), equal_nan=True)


def test_the_line_is_shorter_than_a_greedy_walk_to_the_nearest_one_left() -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(400, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    order = np.argsort(look_alike_order(vectors, nearest(vectors, count=20)))
    ours = 1 - np.einsum("ij,ij->i", vectors[order[1:]], vectors[order[:-1]])
    left, at, walked = np.ones(400, bool), 0, []
    left[0] = False
    while left.any():
        apart = np.where(left, 1 - vectors @ vectors[at], np.inf)
        at = int(apart.argmin())
        walked.append(apart[at])
        left[at] = False
    assert ours.mean() < np.mean(walked)
