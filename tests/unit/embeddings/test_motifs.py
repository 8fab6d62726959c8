"""Motifs and edges: what the descriptor is made of (E1)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.embeddings.builtin.descriptor import load, mirrored_numbers
from assay.embeddings.embedder import NO_STATE
from assay.embeddings.make_motifs import COUNT, KEPT
from assay.embeddings.motifs import LIKE, SIZE, motif_shares, motifs, normalised_bits
from assay.embeddings.shape_kernels import colour_places, gradients, histograms, normalised, shrunk

PICTURE = np.random.default_rng(0).uniform(0, 255, (32, 32, 3)).astype(np.float32)


def test_the_motifs_that_ship_have_the_shapes_and_length_that_they_say() -> None:
    of = motifs()
    assert of.basis.shape == (SIZE * SIZE * 3, KEPT)
    assert of.directions.shape == (KEPT, COUNT)
    assert np.allclose(np.linalg.norm(of.directions, axis=0), 1, atol=1e-2)


def test_shares_are_those_of_the_formula_written_out() -> None:
    of, windows = motifs(), np.lib.stride_tricks.sliding_window_view(PICTURE, (SIZE, SIZE), axis=(0, 1))
    bits = windows.transpose(0, 1, 3, 4, 2).reshape(27 * 27, -1)
    points = normalised_bits(bits) @ of.basis - of.shift
    likeness = points @ of.directions / np.sqrt(1 + np.square(points).sum(axis=1, keepdims=True))
    shares = np.maximum(np.concatenate([likeness, -likeness], axis=1) - LIKE, 0).reshape(27, 27, -1)
    first = np.array([1.0] * 13 + [0.5] + [0.0] * 13)
    halves = first / first.sum(), first[::-1] / first.sum()
    expected = np.concatenate([np.sqrt(np.einsum("yxm,y,x->m", shares, y, x)) for y in halves for x in halves])
    assert np.allclose(motif_shares(PICTURE, of), expected, atol=1e-4)


def test_of_an_even_picture_each_bit_is_in_one_quarter() -> None:
    picture = np.ascontiguousarray(PICTURE[:17, :17])  # 12 x 12 bits
    quarters = [np.ascontiguousarray(picture[y : y + 11, x : x + 11]) for y in (0, 6) for x in (0, 6)]
    parts = [np.square(motif_shares(quarter, motifs())).reshape(4, -1).mean(axis=0) for quarter in quarters]
    assert np.allclose(np.square(motif_shares(picture, motifs())).reshape(4, -1), parts, atol=1e-5)


def test_the_motifs_are_pairs_of_mirror_images() -> None:
    of = motifs()
    mirrored = of.basis.reshape(SIZE, SIZE, 3, KEPT)[:, ::-1].reshape(-1, KEPT)
    pictured, seen = of.basis @ of.directions, mirrored @ of.directions
    assert np.allclose(pictured[:, ::2], seen[:, 1::2], atol=1e-2)
    assert motifs(10).directions.shape == (KEPT, 10)


def test_a_mirrored_crop_has_the_same_numbers_at_other_places() -> None:
    crop = np.random.default_rng(1).integers(0, 256, (12, 12, 3), np.uint8).repeat(8, axis=0).repeat(8, axis=1)
    raw, mirrored = load(state=NO_STATE).encode(np.stack([crop, crop[:, ::-1]]))
    order = mirrored_numbers()
    assert sorted(order) == list(range(len(raw)))
    assert np.allclose(raw[order], mirrored, atol=2e-3)  # a slope that is the same in two channels is of either
    assert not np.allclose(raw, mirrored, atol=0.1)


def test_a_negative_has_the_negatives_of_the_motifs() -> None:
    found, other = (motif_shares(picture, motifs()).reshape(4, 2, -1) for picture in (PICTURE, 255 - PICTURE))
    assert np.corrcoef(found.ravel(), other[:, ::-1].ravel())[0, 1] > 0.9


def test_brighter_light_moves_no_motif() -> None:
    dim = PICTURE / np.float32(2)
    assert np.allclose(motif_shares(dim + 100, motifs()), motif_shares(dim, motifs()), atol=1e-2)


@pytest.mark.parametrize(
    ("dark", "directions"),
    [
        ((slice(None), slice(24, None)), {0}),  # on the right: half a turn from brighter to the right
        ((slice(None), slice(24)), {9}),
        ((slice(24, None),), {4, 5}),  # below: it lies between two of 18 directions
        ((slice(24),), {13, 14}),
    ],
)
def test_a_step_of_light_is_an_edge_in_its_direction(dark: tuple[slice, ...], directions: set[int]) -> None:
    picture = np.ones((48, 48, 3), np.float32)
    picture[dark] = 0
    found = histograms(*gradients(picture), 3, 18, 1).sum(axis=(0, 1))
    assert set(np.flatnonzero(found > 0).tolist()) == directions


def test_normalised_cells_do_not_grow_with_contrast() -> None:
    strength, turn = gradients(PICTURE / np.float32(255))
    one, other = (normalised(histograms(strength * factor, turn, 6, 9, 2), 1e-3) for factor in (1, 3))
    assert np.allclose(one, other, atol=1e-3)
    assert one.max() <= 0.2001


def test_colour_places_are_means_and_deviations() -> None:
    found = colour_places(PICTURE[:24, :24] / np.float32(255), 4).reshape(4, 4, 3, 2)
    place = PICTURE[6:12, 12:18] / 255
    assert np.allclose(found[1, 2, :, 0], place.mean(axis=(0, 1)), atol=1e-4)
    assert np.allclose(found[1, 2, :, 1], place.std(axis=(0, 1)), atol=1e-3)


def test_shrinking_takes_the_mean() -> None:
    assert np.allclose(shrunk(PICTURE, 4), PICTURE.reshape(8, 4, 8, 4, 3).mean(axis=(1, 3)), rtol=1e-4)
