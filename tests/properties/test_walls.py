"""Laws of walls: lines lose nobody, squares show their boxes, kept crops come back as they were (S8, H1, V3.12)."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assay.media.squares import LEAST, square_windows
from assay.vectors.line import exact_lines, line_points, quick_line, quick_lines

sides = st.integers(1, 4_000)
numbers = st.floats(-5_000, 5_000)


@st.composite
def vectors(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of length 1, some unknown, and a group of each."""
    count = draw(st.integers(0, 60))
    rng = np.random.default_rng(draw(st.integers(0, 9)))
    rows = rng.normal(size=(count, 5)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows[rng.random(count) < draw(st.sampled_from((0.0, 0.3, 1.0)))] = np.nan
    return rows, rng.integers(0, draw(st.integers(1, 5)), count)


@given(vectors(), st.booleans())
def test_every_row_with_a_vector_has_one_place_in_the_line_of_its_group(
    given: tuple[np.ndarray, np.ndarray], is_quick: bool
) -> None:
    rows, groups = given
    places = quick_lines(line_points(rows), groups) if is_quick else exact_lines(rows, groups)
    known = np.isfinite(rows).all(axis=1)
    assert np.isnan(places[~known]).all()
    for group in np.unique(groups):
        own = places[known & (groups == group)]
        assert sorted(own.tolist()) == list(range(1, len(own) + 1))


def test_a_quick_line_keeps_each_cluster_together_at_any_size() -> None:
    """S8: look-alikes are adjacent; 40 far clusters of 25 make 39 jumps, and chunks add few."""
    rng = np.random.default_rng(1)
    cluster = rng.permutation(np.repeat(np.arange(40), 25))
    points = (rng.normal(size=(40, 8))[cluster] * 100 + rng.normal(size=(1_000, 8))).astype(np.float32)
    jumps = int((np.diff(cluster[quick_line(points)]) != 0).sum())
    assert 39 <= jumps <= 39 + 2 * 1_000 // 128


@given(st.tuples(numbers, numbers, numbers, numbers), sides, sides, st.sampled_from((0.0, 0.25, 2.0)))
def test_a_square_holds_its_box_or_as_much_of_the_image_as_there_is(
    box: tuple[float, float, float, float], width: int, height: int, context: float
) -> None:
    left, top, length = square_windows(np.array([box]), np.array([[width, height]], np.float64), context=context)[
        0
    ].tolist()
    assert LEAST <= length <= max(LEAST, 2 * max(width, height))
    assert 0 - 1e-6 <= left + length / 2 <= width + 1e-6, "the middle lies on the image"
    assert 0 - 1e-6 <= top + length / 2 <= height + 1e-6
    x, y, w, h = box
    if x >= 0 and y >= 0 and 0 <= w <= width - x and 0 <= h <= height - y:
        assert left <= x + 1e-6
        assert top <= y + 1e-6
        assert left + length >= x + w - 1e-6
        assert top + length >= y + h - 1e-6


def test_a_row_without_a_box_shows_the_whole_image() -> None:
    found = square_windows(np.array([[np.nan] * 4, [0, 0, np.inf, 4]]), np.array([[30.0, 20.0]] * 2), context=0.25)
    assert np.isnan(found).all()
