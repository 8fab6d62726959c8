"""Plots: marks stand where the numbers say, inside the plane, under round ticks."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assay.workflows.report.plots import Plot, _ticks, rows_of_bars


def numbers(svg: str, attribute: str) -> list[float]:
    return [float(value) for value in re.findall(rf' {attribute}="(-?[\d.]+)"', svg)]


def test_the_corners_of_the_plane_are_its_corners() -> None:
    dots = Plot(width=100, height=80).dots([(0, 0), (1, 1)], class_="blue")
    left, right = numbers(dots, "cx")
    low, high = numbers(dots, "cy")
    assert 0 < left < right < 100
    assert 0 < high < low < 80


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=20))
def test_marks_stay_in_the_plane(points: list[tuple[float, float]]) -> None:
    plot = Plot()
    dots = plot.dots(points, class_="blue")
    assert all(0 <= x <= plot.width for x in numbers(dots, "cx"))
    assert all(0 <= y <= plot.height for y in numbers(dots, "cy"))
    assert len(numbers(dots, "cx")) == len(points)


def test_a_line_breaks_where_a_value_is_missing() -> None:
    path = Plot().line([(0, 0), (0.2, 0.5), (0.4, math.nan), (0.6, 0.1), (1, 0)], class_="blue")
    assert path.count("M") == 2
    assert path.count("L") == 2


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
@example(0.0, 0.6)
@example(572_000.0, 0.6)
def test_ticks_are_few_rising_and_inside(low: float, spread: float) -> None:
    ticks = _ticks(low, low + spread)
    assert 2 <= len(ticks) <= 6
    assert ticks == sorted(set(ticks))
    assert low - 1e-6 * spread <= ticks[0] <= ticks[-1] <= low + spread * (1 + 1e-6)


@pytest.mark.parametrize(("low", "high", "expected"), [(0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0, 7, [0, 2, 4, 6])])
def test_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert _ticks(low, high) == pytest.approx(expected)


def test_words_in_a_plot_are_escaped() -> None:
    drawn = Plot().draw(title="<script>", x_title="a & b", y_title="y", x_ticks=[(0.5, "<b>")])
    assert "<script>" not in drawn
    assert "<b>" not in drawn
    assert "a &amp; b" in drawn
    assert "&lt;i&gt;" in rows_of_bars([("<i>", 1.0, "1")], title="t", class_="bad")


def test_bars_without_any_length_are_still_named() -> None:
    drawn = rows_of_bars([("none", 0.0, "0"), ("nor here", 0.0, "0")], title="t", class_="bad")
    assert drawn.count("<rect") == 2
    assert "nor here" in drawn
