"""The crop rule (E2): what an embedder sees of an object, and why it may see nothing."""

from __future__ import annotations

import numpy as np
import pytest

from assay.embeddings.crops import NO_SIZE, NOT_FINITE, OUTSIDE, cut_crops, whole
from assay.errors import ArrayError

PICTURE = np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)


def boxes(*rows: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(rows, np.float64)


def test_a_square_of_pixels_is_taken_as_it_is() -> None:
    cut = cut_crops(PICTURE, boxes((10, 5, 16, 16)), side=16, margin=0)
    assert (cut.crops[0] == PICTURE[5:21, 10:26]).all()
    assert cut.reasons == ("",)


def test_smaller_crops_are_means_of_what_their_pixels_cover() -> None:
    cut = cut_crops(PICTURE, boxes((4, 4, 32, 32)), side=8, margin=0)
    means = PICTURE[4:36, 4:36].reshape(8, 4, 8, 4, 3).mean(axis=(1, 3))
    assert np.abs(cut.crops[0] - means).max() <= 0.51


def test_the_window_of_a_thin_object_is_a_square_around_it() -> None:
    cut = cut_crops(PICTURE, boxes((20, 10, 4, 20)), side=20, margin=0)
    assert (cut.crops[0] == PICTURE[10:30, 12:32]).all()


def test_the_margin_is_a_share_of_the_longer_side() -> None:
    cut = cut_crops(PICTURE, boxes((20, 10, 10, 20)), side=24, margin=0.1)
    assert (cut.crops[0] == PICTURE[8:32, 13:37]).all()


def test_outside_the_image_its_outermost_pixels_are_repeated() -> None:
    cut = cut_crops(PICTURE, boxes((-10, -10, 20, 20)), side=20, margin=0)
    assert (cut.crops[0][:10, :10] == PICTURE[0, 0]).all()
    assert (cut.crops[0][10:, 10:] == PICTURE[:10, :10]).all()


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        ((5, 5, 0, 10), NO_SIZE),
        ((5, 5, -4, 10), NO_SIZE),
        ((100, 5, 10, 10), OUTSIDE),
        ((59.5, 5, 10, 10), OUTSIDE),  # half a pixel of it is inside
        ((np.nan, 5, 10, 10), NOT_FINITE),
        ((5, 5, np.inf, 10), NOT_FINITE),
    ],
)
def test_a_degenerate_box_has_a_reason_and_stops_no_other(box: tuple[float, ...], reason: str) -> None:
    cut = cut_crops(PICTURE, np.array([box, (1, 1, 8, 8)]), side=8)
    assert cut.reasons == (reason, "")
    assert not cut.crops[0].any()
    assert cut.crops[1].any()


def test_a_picture_decoded_at_half_its_size_gives_nearly_the_same_crop() -> None:
    y, x = np.mgrid[:80, :80]
    smooth = np.stack([3 * x, 3 * y, x + y], axis=2).astype(np.uint8)
    half = smooth.reshape(40, 2, 40, 2, 3).mean(axis=(1, 3)).round().astype(np.uint8)
    at = boxes((16, 16, 48, 48))
    full = cut_crops(smooth, at, side=12).crops.astype(int)
    assert np.abs(cut_crops(half, at, side=12, scale=(0.5, 0.5)).crops - full).max() <= 2


def test_a_whole_image_is_squeezed_to_a_square() -> None:
    picture = np.zeros((10, 40, 3), np.uint8)
    picture[:, 20:] = 200
    crop = whole(picture, side=10)[0]
    assert (crop[:, :5] == 0).all()
    assert (crop[:, 5:] == 200).all()


def test_one_pixel_fills_the_crop() -> None:
    pixel = np.array([[[7, 80, 255]]], np.uint8)
    assert (whole(pixel, side=5) == pixel).all()
    assert (cut_crops(pixel, boxes((0, 0, 1, 1)), side=5).crops == pixel).all()


def test_no_box_gives_no_crop() -> None:
    assert cut_crops(PICTURE, np.zeros((0, 4)), side=9).crops.shape == (0, 9, 9, 3)


@pytest.mark.parametrize("pixels", [np.zeros((0, 4, 3), np.uint8), np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3))])
def test_what_is_no_picture_is_refused(pixels: np.ndarray) -> None:
    with pytest.raises(ArrayError, match="must be"):
        whole(pixels, side=8)
