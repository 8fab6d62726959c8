from __future__ import annotations

import numpy as np
import pytest

from assay.geometry.polygons import ring_areas, ring_bounds, rings_that_cross

SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4)]
BOW = [(0, 0), (4, 4), (4, 0), (0, 4)]
TOUCHING = [(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)]  # a corner lies on an edge
SPIKE = [(0, 0), (4, 0), (8, 0), (4, 0), (4, 4), (0, 4)]  # out and back along one line


def rings(*outlines: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    points = np.array([point for outline in outlines for point in outline], float).reshape(-1, 2)
    return points, np.cumsum([0, *(len(outline) for outline in outlines)])


def test_areas_do_not_depend_on_the_way_round() -> None:
    assert ring_areas(*rings(SQUARE, SQUARE[::-1], [], SQUARE[:2])).tolist() == [16, 16, 0, 0]


def test_areas_far_from_the_origin_keep_their_digits() -> None:
    points, starts = rings(SQUARE)
    assert ring_areas(points + 1e9, starts).tolist() == [16]


def test_bounds_are_the_box_around_a_ring() -> None:
    bounds = ring_bounds(*rings(SQUARE, [], BOW))
    assert bounds[[0, 2]].tolist() == [[0, 0, 4, 4], [0, 0, 4, 4]]
    assert np.isnan(bounds[1]).all()


@pytest.mark.parametrize(
    ("outline", "crosses"),
    [
        (SQUARE, False),
        ([*SQUARE, SQUARE[0]], False),  # the first corner repeated at the end
        (BOW, True),
        (TOUCHING, False),  # touching is not crossing
        (SPIKE, False),
        (SQUARE[:2], False),
        ([], False),
    ],
)
def test_whether_an_outline_crosses_itself(outline: list[tuple[int, int]], crosses: bool) -> None:
    assert rings_that_cross(*rings(outline)).tolist() == [crosses]


def test_each_ring_is_judged_by_itself() -> None:
    assert rings_that_cross(*rings(SQUARE, BOW, [(2, -5), (3, 9), (9, 1)])).tolist() == [False, True, False]


def test_no_ring_at_all() -> None:
    points, starts = rings()
    assert (
        len(ring_areas(points, starts))
        == len(ring_bounds(points, starts))
        == len(rings_that_cross(points, starts))
        == 0
    )
