"""Whitening (E1): the axes of the set, made to weigh alike."""

from __future__ import annotations

import numpy as np
import pytest

from assay.embeddings.whitening import fit_whitening, sidedness, whiten


def skewed(count: int, length: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    mixed = rng.normal(size=(count, length)) * np.geomspace(10, 0.1, length) @ rng.normal(size=(length, length))
    return mixed.astype(np.float32)


def test_axes_are_uncorrelated_and_centred() -> None:
    raw = skewed(2000, 12)
    found = whiten(raw, fit_whitening(raw))[:, :-1]
    products = found.T @ found / len(found)
    assert np.abs(found.mean(axis=0)).max() < 1e-3
    assert np.abs(products - np.diag(np.diag(products))).max() < 1e-3


def test_no_axis_weighs_more_than_another_by_far_yet_noise_weighs_less() -> None:
    raw = skewed(2000, 12)
    spread = whiten(raw, fit_whitening(raw))[:, :-1].std(axis=0)
    assert spread.max() <= 1.0001
    assert (np.diff(spread) <= 1e-4).all()
    assert spread[-1] < 0.5


def test_more_shrinkage_leaves_the_axes_more_as_they_are() -> None:
    raw = skewed(2000, 12)
    last = [
        (spread := whiten(raw, fit_whitening(raw, shrinkage=much))[:, :-1].std(axis=0))[-1] / spread[0]
        for much in (0.0, 0.1, 0.3, 10.0)
    ]
    assert last[0] == pytest.approx(1, abs=1e-2)
    assert last == sorted(last, reverse=True)


@pytest.mark.parametrize(("count", "length", "dimension"), [(2, 40, 1), (10, 40, 9), (500, 40, 40), (400, 600, 256)])
def test_a_set_has_as_many_axes_as_it_can_tell(count: int, length: int, dimension: int) -> None:
    raw = np.random.default_rng(1).normal(size=(count, length)).astype(np.float32)
    assert fit_whitening(raw)["axes"].shape == (length, dimension)


def test_axes_are_the_same_whether_found_from_rows_or_from_columns() -> None:
    raw = skewed(30, 31)
    wide, tall = fit_whitening(raw), fit_whitening(np.concatenate([raw, raw]))
    angles = np.abs(np.sum(wide["axes"][:, :8] * tall["axes"][:, :8], axis=0))
    lengths = np.linalg.norm(wide["axes"][:, :8], axis=0) * np.linalg.norm(tall["axes"][:, :8], axis=0)
    assert np.allclose(angles, lengths, rtol=1e-3)


def test_copies_of_one_picture_have_one_direction() -> None:
    raw = np.ones((5, 7), np.float32)
    found = whiten(raw, fit_whitening(raw))
    assert found.any(axis=1).all()
    assert (found == found[0]).all()


def test_a_large_set_is_fitted_to_a_part_of_it_always_the_same() -> None:
    raw = np.random.default_rng(2).normal(size=(20_500, 3)).astype(np.float32)
    one, other = fit_whitening(raw), fit_whitening(raw)
    assert all((one[name] == other[name]).all() for name in one)


MIRRORED = np.array([1, 0, 3, 2, 4])


def beside_their_images(vectors: np.ndarray) -> np.ndarray:
    return np.concatenate([vectors, vectors[:, MIRRORED]])


def gap(vectors: np.ndarray) -> float:
    """How far vectors lie from their mirror images, beside how far two of them lie apart."""
    white = whiten(vectors, fit_whitening(vectors, shrinkage=0.3, mirrored=MIRRORED))
    half = len(white) // 2
    return float(np.linalg.norm(white[:half] - white[half:], axis=1).mean() / np.linalg.norm(white, axis=1).mean())


def test_mirror_images_come_closer_where_a_set_has_no_usual_side() -> None:
    vectors = beside_their_images(np.random.default_rng(3).normal(size=(400, 5)).astype(np.float32))
    assert sidedness(vectors, MIRRORED) < 1e-3
    plain = whiten(vectors, fit_whitening(vectors, shrinkage=0.3))
    apart = np.linalg.norm(plain[:400] - plain[400:], axis=1).mean() / np.linalg.norm(plain, axis=1).mean()
    assert gap(vectors) < 0.8 * apart


def test_a_set_with_a_usual_side_is_whitened_as_it_is() -> None:
    vectors = np.random.default_rng(3).normal(size=(400, 5)).astype(np.float32) + np.array([2, 0, 0, 2, 0], np.float32)
    assert sidedness(vectors, MIRRORED) > 0.5
    with_sides, without = fit_whitening(vectors, mirrored=MIRRORED), fit_whitening(vectors)
    assert np.allclose(with_sides["axes"], without["axes"], atol=1e-5)
    assert np.allclose(with_sides["mean"], without["mean"])


def test_evened_axes_are_uncorrelated_and_centred() -> None:
    vectors = np.random.default_rng(4).normal(size=(500, 5)).astype(np.float32) * np.array([5, 1, 2, 2, 1], np.float32)
    found = whiten(vectors, fit_whitening(vectors, mirrored=MIRRORED))[:, :-1]
    products = found.T @ found / len(found)
    assert np.abs(found.mean(axis=0)).max() < 1e-3
    assert np.abs(products - np.diag(np.diag(products))).max() < 1e-3


def test_one_picture_and_symmetric_pictures_have_no_side() -> None:
    assert sidedness(np.array([[1, 2, 3, 4, 5]], np.float32), MIRRORED) == 0
    assert sidedness(np.array([[1, 1, 3, 3, 5]] * 3, np.float32), MIRRORED) == 0
    one = np.array([[1, 2, 3, 4, 5]], np.float32)
    assert np.isfinite(fit_whitening(one, mirrored=MIRRORED)["axes"]).all()
