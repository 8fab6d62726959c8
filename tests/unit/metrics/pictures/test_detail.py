"""Sharpness, blur, blockiness, quality and edges of pictures whose answer is known."""

from __future__ import annotations

import io
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from assay.metrics.builtin.pictures.blockiness import blockiness
from assay.metrics.builtin.pictures.blur import blur
from assay.metrics.builtin.pictures.edge_density import edge_density
from assay.metrics.builtin.pictures.jpeg_quality import jpeg_quality
from assay.metrics.builtin.pictures.sharpness import sharpness
from assay.metrics.picture import Picture
from tests.unit.metrics.pictures.made import noise, plain, scene, values_in, values_of


def blurred(pixels: np.ndarray, sigma: float) -> np.ndarray:
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(sigma)))


def test_blur_grows_with_the_sigma_of_a_gaussian_and_stays_in_its_range() -> None:
    """M9, X6."""
    for pixels in (scene(seed=1), scene(300, 200, seed=2), noise(64, 64)):
        found = [values_of(blur, blurred(pixels, sigma))["blur"] for sigma in (0, 1, 2, 4, 8, 16)]
        assert all(0 <= value <= 1 for value in found)
        assert found == sorted(found)
        assert found[-1] > 0.9


def test_a_picture_of_one_colour_is_flat_and_never_sharp() -> None:
    """M9, X21."""
    found = values_of(blur, plain(200, 30, 60))
    assert (found["blur"], found["flat"]) == (1, 1)
    assert values_of(sharpness, plain(200, 30, 60)) == {"sharpness": 0, "sharpness_raw": 0}
    assert values_of(blur, scene())["flat"] == 0


@pytest.mark.parametrize("times", [2, 3, 5])
def test_an_enlargement_by_whole_pixels_is_as_sharp_as_before(times: int) -> None:
    """M8, X21: resolution is no sharpness."""
    small = noise(32, 32)
    large = small.repeat(times, axis=0).repeat(times, axis=1)
    assert values_of(sharpness, large)["sharpness"] == pytest.approx(values_of(sharpness, small)["sharpness"], abs=1e-3)


def test_raw_sharpness_is_the_variance_of_the_laplacian_at_full_size() -> None:
    """M8: the raw value is kept; of a large picture every so-manieth row is looked at."""
    for pixels, tolerance in ((noise(100, 130), 1e-9), (scene(600, 800), 0.1)):
        grey = np.asarray(Image.fromarray(pixels).convert("L")).astype(float) / 255
        laplacian = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * grey[1:-1, 1:-1]
        assert values_of(sharpness, pixels)["sharpness_raw"] == pytest.approx(laplacian.var(), rel=tolerance)


def test_too_small_for_a_laplacian_is_unknown() -> None:
    """NULL, never 0."""
    assert math.isnan(values_of(sharpness, plain(1, 2, 3, side=2))["sharpness"])
    assert math.isnan(values_of(blur, plain(1, 2, 3, side=1))["blur"])


def test_blockiness_grows_as_quality_falls() -> None:
    """M17."""
    found = []
    for quality in (95, 60, 30, 10, 3):
        stream = io.BytesIO()
        Image.fromarray(blurred(scene(seed=3), 3)).save(stream, "JPEG", quality=quality)
        found.append(values_of(blockiness, np.asarray(Image.open(stream)))["blockiness"])
    assert found == sorted(found)
    assert found[0] < 1.3 < found[-1]


def test_blocks_are_seen_in_a_crop_of_them() -> None:
    """M17 on crops: the grid is that of the stored file."""
    stream = io.BytesIO()
    Image.fromarray(blurred(scene(seed=3), 3)).save(stream, "JPEG", quality=5)
    whole = Picture.of(np.asarray(Image.open(stream)))
    assert blockiness.measure_picture is not None
    crop = whole.crop(13, 21, 413, 421)
    assert crop.grid == (3, 3)
    assert blockiness.measure_picture(crop) == pytest.approx(blockiness.measure_picture(whole), rel=0.1)


@pytest.mark.parametrize("quality", [5, 25, 50, 75, 90, 100])
def test_jpeg_quality_is_read_back(tmp_path: Path, quality: int) -> None:
    """M17: exact for the tables of the IJG library."""
    Image.fromarray(noise()).save(tmp_path / "a.jpg", quality=quality)
    assert values_in(jpeg_quality, tmp_path / "a.jpg")["jpeg_quality"] == quality


def test_what_is_no_jpeg_has_no_jpeg_quality(tmp_path: Path) -> None:
    Image.fromarray(noise()).save(tmp_path / "a.png")
    assert math.isnan(values_in(jpeg_quality, tmp_path / "a.png")["jpeg_quality"])


def test_edges_of_a_plain_picture_and_of_stripes() -> None:
    """M18."""
    stripes = plain(0, 0, 0, side=160)
    stripes[:, ::16] = 255
    assert values_of(edge_density, plain(80, 80, 80))["edge_density"] == 0
    assert values_of(edge_density, stripes)["edge_density"] > 0.1
