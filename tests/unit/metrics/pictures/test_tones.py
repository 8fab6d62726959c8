"""Brightness, contrast, entropy, clipping, range and signal-to-noise of pictures whose answer is known."""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from assay.metrics.builtin.pictures.brightness import brightness
from assay.metrics.builtin.pictures.clipping import clipping
from assay.metrics.builtin.pictures.contrast import contrast
from assay.metrics.builtin.pictures.entropy import entropy
from assay.metrics.builtin.pictures.grayscale import grayscale
from assay.metrics.builtin.pictures.perceived_brightness import perceived_brightness
from assay.metrics.builtin.pictures.radiometric_use import radiometric_use
from assay.metrics.builtin.pictures.signal_to_noise import signal_to_noise
from tests.unit.metrics.pictures.made import noise, plain, scene, values_in, values_of


def test_brightness_and_contrast_are_the_mean_and_the_spread_of_all_values() -> None:
    """M5, M7."""
    pixels = scene()
    assert values_of(brightness, pixels)["brightness"] == pytest.approx(pixels.mean() / 255, abs=1e-12)
    assert values_of(contrast, pixels)["contrast"] == pytest.approx(pixels.std() / 255, abs=1e-9)


def test_percentiles_of_perceived_brightness_are_those_of_every_pixel() -> None:
    """M6: within a step of 1/1020 where every pixel is counted, within sampling where rows are."""
    for pixels, tolerance in ((noise(), 0.001), (scene(), 0.01)):
        r, g, b = (pixels[..., channel].astype(float) for channel in range(3))
        perceived = np.sqrt(0.241 * r * r + 0.691 * g * g + 0.068 * b * b) / 255
        found = values_of(perceived_brightness, pixels)
        for percent in (1, 5, 50, 95, 99):
            assert found[f"brightness_p{percent}"] == pytest.approx(np.percentile(perceived, percent), abs=tolerance)


@pytest.mark.parametrize(
    ("grey", "dark", "light"), [(81, 1, 0), (82, 0, 0), (128, 0, 0), (242, 0, 0), (243, 0, 1), (255, 0, 1)]
)
def test_dark_and_light_are_judged_at_their_bounds(grey: int, dark: int, light: int) -> None:
    """M6: the 99th percentile below 0.32 is dark, the 5th above 0.95 is light."""
    found = values_of(perceived_brightness, plain(grey, grey, grey))
    assert (found["dark"], found["light"]) == (dark, light)


def test_entropy_of_half_black_half_white_is_one_bit_and_of_one_tone_none() -> None:
    """M11."""
    halves = plain(0, 0, 0)
    halves[:32] = 255
    assert values_of(entropy, halves)["entropy"] == pytest.approx(1)
    assert values_of(entropy, plain(90, 10, 200)) == {"entropy": 0, "low_information": 1}
    assert values_of(entropy, noise()) == {"entropy": pytest.approx(8, abs=0.02), "low_information": 0}


def test_grey_is_grey_however_it_is_stored(tmp_path: Path) -> None:
    """M12: a file of one channel and a grey picture in RGB; one coloured pixel makes it none."""
    Image.fromarray(noise()[..., 0]).save(tmp_path / "one.png")
    assert values_in(grayscale, tmp_path / "one.png")["grayscale"] == 1
    pixels = noise()
    assert values_of(grayscale, pixels)["grayscale"] == 1
    pixels[3, 4] = (200, 0, 0)
    assert values_of(grayscale, pixels)["grayscale"] == 0


def test_clipping_is_the_share_at_both_ends() -> None:
    """M14."""
    pixels = plain(128, 128, 128, side=40)
    pixels[:4], pixels[4:12] = 0, 255
    assert values_of(clipping, pixels) == pytest.approx({"clipped_dark": 0.1, "clipped_bright": 0.2})


def test_sixteen_bits_are_measured_at_their_own_depth(tmp_path: Path) -> None:
    """M14, M15, M16 on native depth: twelve bits in a file of sixteen use a sixteenth of its range."""
    values = np.linspace(0, 4095, 64 * 64).astype(np.uint16).reshape(64, 64)
    values[0, :32] = 65535
    for name in ("deep.png", "deep.tiff"):
        Image.fromarray(values).save(tmp_path / name)
        found = values_in(clipping, tmp_path / name)
        assert found["clipped_bright"] == pytest.approx(32 / 4096)
        assert values_in(radiometric_use, tmp_path / name)["radiometric_use"] == pytest.approx(100, abs=0.1)
    values[0] = 0
    Image.fromarray(values).save(tmp_path / "twelve.png")
    assert values_in(radiometric_use, tmp_path / "twelve.png")["radiometric_use"] == pytest.approx(6.25, abs=0.01)
    ratio = 10 * math.log10(values.mean() / values.std())
    assert values_in(signal_to_noise, tmp_path / "twelve.png")["signal_to_noise"] == pytest.approx(ratio)


def test_colours_of_16_bits_are_measured_at_native_depth(tmp_path: Path) -> None:
    """J8: what Pillow would drop is read as well."""
    values = np.full((8, 8, 3), 30_000, np.uint16)
    values[0], values[1, 0, 0] = 30_001, 0
    cv2.imwrite(str(tmp_path / "deep.png"), values)
    assert values_in(radiometric_use, tmp_path / "deep.png")["radiometric_use"] == pytest.approx(100 * 30_001 / 65_535)
    assert values_in(clipping, tmp_path / "deep.png")["clipped_dark"] == pytest.approx(1 / 192)


def test_one_value_has_no_signal_to_noise() -> None:
    """M15: NULL, never an infinity."""
    assert math.isnan(values_of(signal_to_noise, plain(9, 9, 9))["signal_to_noise"])
    assert math.isnan(values_of(signal_to_noise, plain(0, 0, 0))["signal_to_noise"])
