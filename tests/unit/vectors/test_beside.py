"""Places beside a map that stands: look-alikes are joined, nothing moves (issue 5, E4)."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_digits
from sklearn.manifold import trustworthiness

from assay.vectors.beside import placed_beside
from assay.vectors.layout import layout
from assay.vectors.neighbours import nearest


def test_late_digits_come_to_lie_among_their_own_and_nobody_moves() -> None:
    found = load_digits()
    pixels = found.data[:900].astype(np.float32) - found.data.mean(axis=0).astype(np.float32)
    vectors = pixels / np.linalg.norm(pixels, axis=1, keepdims=True)
    late = np.arange(900) % 6 == 0
    stood = np.full((900, 2), np.nan, np.float32)
    stood[~late] = layout(vectors[~late], nearest(vectors[~late], count=30))
    places = placed_beside(stood, vectors, nearest(vectors, count=30))
    assert np.array_equal(places[~late], stood[~late])
    gaps = np.linalg.norm(places[late][:, None] - stood[~late][None], axis=2)
    kinds = found.target[:900]
    near = kinds[~late][np.argsort(gaps, axis=1)[:, :5]]
    assert (near == kinds[late][:, None]).mean() > 0.9
    whole = layout(vectors, nearest(vectors, count=30))
    assert trustworthiness(vectors, places) > trustworthiness(vectors, whole) - 0.02


def test_a_row_whose_neighbours_are_all_late_is_held_against_all_that_are_placed() -> None:
    rng = np.random.default_rng(0)
    vectors = np.eye(4, dtype=np.float32)[np.repeat([0, 1, 2], [40, 20, 20])] + rng.normal(0, 0.02, (80, 4))
    vectors[40:60] += 0.9 * np.eye(4)[2]  # the late ones: most like the third kind, after themselves
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    stood = np.full((80, 2), np.nan, np.float32)
    stood[:40], stood[60:] = [-5, 0], [5, 0]
    places = placed_beside(stood, vectors, nearest(vectors, count=5))
    np.testing.assert_allclose(places[40:60], [[5, 0]] * 20, atol=1e-3)


def test_between_two_clusters_a_late_row_falls_into_the_one_of_most_look_alikes() -> None:
    vectors = np.tile(np.array([[1, 0]], np.float32), (11, 1))
    stood = np.array([[0, 0]] * 7 + [[9, 0]] * 3 + [[np.nan, np.nan]], np.float32)
    assert placed_beside(stood, vectors, nearest(vectors, count=10))[10, 0] < 0.1


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 30), share=st.floats(0, 1))
def test_every_row_with_a_vector_gets_a_place_within_those_that_stood(seed: int, count: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(count, 3)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[rng.random(count) < 0.2] = np.nan
    stood = rng.normal(size=(count, 2)).astype(np.float32)
    stood[(rng.random(count) < share) | np.isnan(vectors[:, 0])] = np.nan
    places = placed_beside(stood, vectors, nearest(vectors, count=5))
    had = np.isfinite(stood[:, 0])
    assert np.array_equal(places[had], stood[had])
    if had.any():
        assert np.array_equal(np.isfinite(places[:, 0]), np.isfinite(vectors[:, 0]))
        assert (np.nanmin(places, axis=0) >= stood[had].min(axis=0) - 1e-4).all()
        assert (np.nanmax(places, axis=0) <= stood[had].max(axis=0) + 1e-4).all()
    else:
        assert np.isnan(places).all()
