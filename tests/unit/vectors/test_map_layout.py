"""A map of vectors: what PCA and the layout keep, and that they are the same again (E4)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.manifold import trustworthiness

from assay.vectors import layout as module
from assay.vectors.layout import STEPS, layout
from assay.vectors.neighbours import Vectors, nearest
from assay.vectors.project import Points, principal


def digits(count: int = 600) -> tuple[Vectors, NDArray[np.int64]]:
    """Scanned digits as vectors of length 1, and which they are."""
    found = load_digits()
    pixels = found.data[:count].astype(np.float32)
    pixels -= pixels.mean(axis=0)
    unit: Vectors = pixels / np.linalg.norm(pixels, axis=1, keepdims=True)
    return unit, found.target[:count]


def test_principal_components_are_those_of_scikit_learn_but_for_the_sign() -> None:
    from sklearn.decomposition import PCA

    vectors, _ = digits()
    ours, theirs = principal(vectors, count=5), PCA(5, svd_solver="full").fit_transform(vectors)
    np.testing.assert_allclose(np.abs(ours), np.abs(theirs), atol=1e-4)


def test_the_sign_of_a_component_depends_on_nothing_but_the_vectors() -> None:
    vectors, _ = digits()
    turned = principal(vectors[::-1], count=3)[::-1]
    np.testing.assert_allclose(principal(vectors, count=3), turned, atol=1e-4)


def test_rows_without_a_vector_have_no_place_and_directions_beyond_the_rank_are_zero() -> None:
    vectors = np.array([[1, 0], [np.nan, np.nan], [0, 1]], np.float32)
    places = principal(vectors, count=4)
    assert np.isnan(places[1]).all()
    assert (places[[0, 2], 2:] == 0).all()
    assert np.isnan(principal(np.full((2, 3), np.nan, np.float32), count=2)).all()


def test_neighbours_on_the_map_are_neighbours_far_more_often_than_by_principal_components() -> None:
    vectors, classes = digits()
    flat, places = principal(vectors, count=2), layout(vectors, nearest(vectors, count=30))
    assert trustworthiness(vectors, places, n_neighbors=10) > 0.96
    assert trustworthiness(vectors, flat, n_neighbors=10) < 0.85
    near = nearest_in_plane(places)
    assert (classes[near] == classes[:, None]).mean() > 0.9


def test_the_same_seed_gives_the_same_map_whatever_the_number_of_threads() -> None:
    vectors, _ = digits(200)
    near = nearest(vectors, count=30)
    first = layout(vectors, near)
    before = module._THREADS
    try:
        module._THREADS = 3
        assert np.array_equal(first, layout(vectors, near))
    finally:
        module._THREADS = before
    assert not np.array_equal(first, layout(vectors, near, seed=1))


def test_a_map_of_few_vectors_has_a_place_for_each_and_none_for_those_without() -> None:
    for count in (0, 1, 2, 3, 5, 12):
        vectors = np.full((count + 1, 4), np.nan, np.float32)
        vectors[:count] = np.eye(4, dtype=np.float32)[np.arange(count) % 4]
        places = layout(vectors, nearest(vectors, count=30))
        assert np.isfinite(places[:count]).all()
        assert np.isnan(places[count:]).all()


def test_who_waits_is_told_of_each_step_and_of_the_places_so_far() -> None:
    vectors, _ = digits(100)
    told: list[tuple[int, Points]] = []
    layout(vectors, nearest(vectors, count=10), advance=lambda step, places: told.append((step, places)))
    assert [step for step, _ in told] == list(range(1, STEPS + 1))
    assert told[-1][1].shape == (100, 2)


def nearest_in_plane(places: Points, count: int = 5) -> NDArray[np.int64]:
    gaps = ((places[:, None] - places[None]) ** 2).sum(axis=2)
    np.fill_diagonal(gaps, np.inf)
    order: NDArray[np.int64] = np.argsort(gaps, axis=1)[:, :count]
    return order
