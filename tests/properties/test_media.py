"""Laws of orientation: a turned or mirrored image keeps every area, and its boxes stay on their objects (V6.6)."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assay.media.crop import crop_window
from assay.media.orientation import (
    displayed_size,
    orient_angle,
    orient_boxes,
    orient_pixels,
    orient_points,
    restore_boxes,
)

orientations = st.integers(1, 8)
sides = st.integers(1, 40)


@st.composite
def patches(draw: st.DrawFn) -> tuple[int, int, int, int, int, int]:
    """An image's width and height, and a box of whole pixels inside it."""
    width, height = draw(sides), draw(sides)
    x, y = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    return width, height, x, y, draw(st.integers(1, width - x)), draw(st.integers(1, height - y))


@given(patches(), orientations)
def test_a_box_stays_on_its_object(patch: tuple[int, int, int, int, int, int], orientation: int) -> None:
    width, height, x, y, w, h = patch
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[y : y + h, x : x + w] = 255
    shown = orient_pixels(pixels, orientation)
    assert shown.shape[1::-1] == displayed_size(width, height, orientation)
    x, y, w, h = (int(value) for value in orient_boxes(np.array([[x, y, w, h]], float), orientation, width, height)[0])
    assert (shown[y : y + h, x : x + w] == 255).all()
    assert int((shown == 255).sum()) == w * h * 3


boxes = st.lists(st.tuples(*[st.floats(-100, 100) for _ in range(4)]), min_size=1, max_size=5)


@given(boxes, orientations, sides, sides)
def test_restoring_takes_orienting_back(
    values: list[tuple[float, ...]], orientation: int, width: int, height: int
) -> None:
    array = np.array(values, dtype=np.float64)
    there = orient_boxes(array, orientation, width, height)
    assert np.allclose(restore_boxes(there, orientation, width, height), array)
    assert np.allclose(np.abs(there[:, 2] * there[:, 3]), np.abs(array[:, 2] * array[:, 3]))


@given(orientations, sides, sides)
def test_a_label_of_the_whole_image_stays_one(orientation: int, width: int, height: int) -> None:
    """Rows without a box hold NaN, and NaN they stay."""
    assert np.isnan(orient_boxes(np.full((1, 4), np.nan), orientation, width, height)).all()


@given(orientations, st.floats(-math.pi, math.pi), st.floats(1, 50), st.floats(1, 50))
def test_a_rotated_box_keeps_its_corners(orientation: int, angle: float, w: float, h: float) -> None:
    """The oriented box, turned by the oriented angle, has the oriented corners of the turned box."""
    width, height, x, y = 200, 120, 30.0, 20.0

    def corners(box: np.ndarray[tuple[int, ...], np.dtype[np.float64]], turn: float) -> list[tuple[float, float]]:
        bx, by, bw, bh = box
        points = np.array([(-bw, -bh), (bw, -bh), (bw, bh), (-bw, bh)]) / 2
        turned = points @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
        placed: list[tuple[float, float]] = (turned + np.array([bx + bw / 2, by + bh / 2])).tolist()
        return placed

    box = np.array([x, y, w, h])
    there = orient_boxes(box[None], orientation, width, height)[0]
    expected = orient_points(np.array(corners(box, angle)), orientation, width, height)
    found = np.array(corners(there, orient_angle(angle, orientation)))
    assert all(np.min(np.abs(found - point).sum(axis=1)) < 1e-4 for point in expected)


coordinates = st.one_of(st.floats(-1e6, 1e6), st.just(math.nan), st.just(math.inf))


@given(st.tuples(coordinates, coordinates, coordinates, coordinates), sides, sides, st.floats(0, 4))
def test_every_box_gets_a_window_inside_the_image(
    box: tuple[float, float, float, float], width: int, height: int, context: float
) -> None:
    """Zero size, negative size, outside, not a number: always a sensible crop, never an error."""
    x, y, w, h = crop_window(box, width, height, context=context)
    assert 0 <= x <= x + w <= width + 1e-9
    assert 0 <= y <= y + h <= height + 1e-9
    assert w >= min(16, width) - 1e-9
    assert h >= min(16, height) - 1e-9
