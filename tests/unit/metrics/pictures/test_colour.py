"""Colour shares, saturation, hues and cast of pictures whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assay.metrics.builtin.pictures.colour import colour
from assay.metrics.builtin.pictures.colour_shares import colour_shares
from tests.unit.metrics.pictures.made import noise, plain, values_of


@pytest.mark.parametrize("red", [(40, 0, 0), (90, 5, 5), (160, 20, 20), (255, 0, 0), (255, 120, 120)])
def test_dark_red_is_as_red_as_bright_red(red: tuple[int, int, int]) -> None:
    """M10, X7: the denominator is the pixels that have a colour."""
    found = values_of(colour_shares, plain(*red))
    assert found == {"red_share": 1, "green_share": 0, "blue_share": 0, "coloured_share": 1}


def test_grey_around_a_red_spot_does_not_make_it_less_red() -> None:
    """X7: how much of the picture has a colour is told beside it."""
    pixels = plain(100, 100, 100, side=100)
    pixels[:10, :50] = (200, 10, 10)
    pixels[:10, 50:] = (10, 10, 200)
    found = values_of(colour_shares, pixels)
    assert (found["red_share"], found["blue_share"]) == (0.5, 0.5)
    assert found["coloured_share"] == pytest.approx(0.1)


def test_without_a_colour_the_shares_are_unknown() -> None:
    """NULL, never 0."""
    found = values_of(colour_shares, noise())
    assert found["coloured_share"] == 0
    assert all(math.isnan(found[f"{name}_share"]) for name in ("red", "green", "blue"))


def test_grey_has_no_saturation_no_hue_and_no_cast() -> None:
    """M13."""
    found = values_of(colour, noise())
    assert found["saturation"] == 0
    assert math.isnan(found["hue_entropy"])
    assert found["colour_cast"] == pytest.approx(0, abs=0.1)


def test_pure_red_is_saturated_of_one_hue_and_strongly_tinted() -> None:
    """M13: sRGB red is a* 80.1, b* 67.2."""
    found = values_of(colour, plain(255, 0, 0))
    assert (found["saturation"], found["hue_entropy"]) == (1, 0)
    assert found["colour_cast"] == pytest.approx(math.hypot(80.1, 67.2), abs=0.5)


def test_two_hues_in_equal_parts_are_one_bit() -> None:
    """M13."""
    pixels = plain(255, 0, 0, side=40)
    pixels[:, :20] = (0, 0, 255)
    assert values_of(colour, np.ascontiguousarray(pixels))["hue_entropy"] == pytest.approx(1)
