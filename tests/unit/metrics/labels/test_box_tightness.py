"""How well the sides of a box lie on edges (M63)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assay.metrics.builtin.labels.box_tightness import box_tightness
from assay.metrics.measure_picture import measure_picture
from assay.metrics.picture import Picture


@pytest.fixture
def square(tmp_path: Path) -> Path:
    """A picture of 200 × 160 px with a bright square of 60 px from (70, 50) on a noisy ground."""
    rng = np.random.default_rng(0)
    pixels = rng.integers(40, 44, (160, 200, 3), np.uint8)
    pixels[50:110, 70:130] += 120
    Image.fromarray(pixels).save(tmp_path / "square.png")
    return tmp_path / "square.png"


def tightness(path: Path, *boxes: list[float]) -> list[float]:
    return [
        row[0] for row in measure_picture(path, metrics=(), boxes=np.array(boxes), crop_metrics=[box_tightness]).crops
    ]


def test_a_box_that_lies_on_its_object_is_tight_and_the_looser_the_lower(square: Path) -> None:
    tight, careless, loose, looser = tightness(
        square, [70, 50, 60, 60], [69, 51, 60, 60], [66, 46, 68, 68], [66, 50, 60, 60]
    )
    assert tight == 1
    assert careless == 1  # a pixel is rounding
    assert loose < 0.1
    assert loose < looser < 1


def test_a_box_that_is_too_small_is_not_tight_either(square: Path) -> None:
    assert tightness(square, [74, 54, 52, 52])[0] < 0.1


def test_sides_at_the_border_of_the_image_are_left_out(square: Path) -> None:
    """Of a box over the left part of the picture only the right side can be judged."""
    assert tightness(square, [0, 0, 130, 160]) == [pytest.approx(1.0)]


def test_without_edges_or_without_a_box_nothing_can_be_said(square: Path) -> None:
    assert np.isnan(tightness(square, [5, 5, 30, 30], [np.nan] * 4)).all()
    measure = box_tightness.measure_picture
    assert measure is not None
    assert np.isnan(measure(Picture.of(np.zeros((9, 9, 3), np.uint8))))
