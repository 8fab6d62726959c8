"""Outlines, keypoints and angles as they are displayed; damaged ones do not hide the image."""

from __future__ import annotations

import pytest

from assay.server.show.shapes import displayed_keypoints, displayed_polygons


def test_polygons_turn_with_the_image() -> None:
    text = "[[10, 20, 13, 20, 13, 24, 10, 24]]"
    assert displayed_polygons(text, 1, 100, 50) == [[10, 20, 13, 20, 13, 24, 10, 24]]
    assert displayed_polygons(text, 3, 100, 50) == [[90, 30, 87, 30, 87, 26, 90, 26]]
    assert displayed_polygons(text, 6, 100, 50) == [[30, 10, 30, 13, 26, 13, 26, 10]]


def test_a_mask_is_drawn_by_its_outline() -> None:
    """Run lengths go down the columns: here the two pixels of the second one."""
    shown = displayed_polygons('{"size": [2, 3], "counts": [2, 2, 2]}', 1, 3, 2)
    assert shown is not None
    assert sorted(zip(shown[0][0::2], shown[0][1::2], strict=True)) == [(1, 0), (1, 2), (2, 0), (2, 2)]


@pytest.mark.parametrize("text", [None, "", '{"size": [2, 2], "counts": [1]}', '{"counts": "zz"}'])
def test_without_a_readable_shape_there_is_no_outline(text: str | None) -> None:
    assert displayed_polygons(text, 6, 3, 2) is None


def test_keypoints_keep_their_visibility() -> None:
    assert displayed_keypoints([10.0, 20.0, 2.0], 6, 100, 50) == [30, 10, 2]
    assert displayed_keypoints([10.0, 20.0, 2.0, 5.0], 1, 100, 50) == [10, 20, 2]
    assert displayed_keypoints(None, 6, 100, 50) is None


def test_an_odd_coordinate_at_the_end_of_a_turned_ring_is_left_out() -> None:
    assert displayed_polygons("[[1, 2, 3]]", 2, 10, 10) == [[9, 2]]
