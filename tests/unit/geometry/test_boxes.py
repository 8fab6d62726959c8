from __future__ import annotations

import numpy as np

from assay.geometry.boxes import are_whole_images, box_areas, clip_boxes, to_corners


def test_areas_of_boxes_without_extent_are_zero() -> None:
    boxes = np.array([[0, 0, 2, 3], [5, 5, 0, 3], [5, 5, -2, -3]], float)
    assert box_areas(boxes).tolist() == [6, 0, 0]


def test_an_immense_area_is_infinite_and_raises_no_warning() -> None:
    assert box_areas(np.array([[0, 0, 1e300, 1e300]])).tolist() == [np.inf]


def test_corners_are_the_near_and_the_far_end() -> None:
    assert to_corners(np.array([[1.0, 2.0, 3.0, 4.0]])).tolist() == [[1, 2, 4, 6]]


def test_clipping_keeps_the_part_inside_each_image() -> None:
    boxes = np.array([[-5, -5, 20, 20], [2, 2, 3, 3], [90, 0, 20, 10]], float)
    clipped = clip_boxes(boxes, np.array([10, 10, 100]), np.array([8, 8, 50]))
    assert clipped.tolist() == [[0, 0, 10, 8], [2, 2, 3, 3], [90, 0, 10, 10]]


def test_a_box_wholly_outside_is_clipped_to_no_extent() -> None:
    clipped = clip_boxes(np.array([[20.0, 3.0, 5.0, 5.0]]), np.array([10]), np.array([10]))
    assert clipped.tolist() == [[10, 3, 0, 5]]


def test_a_whole_image_has_neither_place_nor_width() -> None:
    boxes = np.array([[np.nan] * 4, [np.nan, 0, 5, 5], [0, 0, np.nan, 5], [0, 0, 5, 5]])
    assert are_whole_images(boxes).tolist() == [True, False, False, False]
