"""How much of an image its labels cover (M31)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assay.metrics.builtin.labels.object_density import object_density
from assay.model.level import Level
from assay.testing.views import images_table
from tests.unit.metrics.metric_views import WHOLE, Box, column, view_of


def density(image: list[int], boxes: list[Box], **columns: Any) -> list[float]:
    return column(object_density, view_of(image, boxes, **columns), "object_density", Level.IMAGE)


def test_what_two_boxes_share_counts_once() -> None:
    """Two halves of the image that share a quarter of it."""
    assert density([0, 0], [[0, 0, 320, 480], [160, 0, 320, 480]]) == [75.0]


def test_only_what_lies_inside_the_image_counts() -> None:
    assert density([0, 0], [[-320, 0, 640, 480], [700, 0, 50, 50]]) == [50.0]


def test_an_image_without_labels_is_covered_by_nothing() -> None:
    assert density([1], [[0, 0, 640, 480]], images=2) == [0.0, 100.0]


def test_labels_of_the_whole_image_say_nothing_of_places() -> None:
    assert np.isnan(density([0], [WHOLE])[0])


def test_an_image_of_unknown_size_has_no_density() -> None:
    assert np.isnan(density([0], [[0, 0, 9, 9]], images=images_table(1, width=None, height=None))[0])


def test_polygons_masks_and_boxes_of_one_image_are_counted_in_pixels() -> None:
    """A triangle over half of a square, a mask of the image's left half, and a box that lies in that half."""
    mask = f'{{"size": [480, 640], "counts": [0, {480 * 320}, {480 * 320}]}}'
    triangle = "[[400, 100, 500, 100, 400, 200]]"
    found = density(
        [0, 0, 0],
        [[400, 100, 100, 100], [0, 0, 320, 480], [5, 5, 50, 50]],
        segmentation=[triangle, mask, None],
        kind=["polygon", "mask", "box"],
    )
    assert found == [pytest.approx(100 * (320 * 480 + 5000) / (640 * 480), abs=0.05)]


def test_a_turned_box_covers_what_it_covers_upright() -> None:
    found = density([0], [[100, 100, 100, 100]], rotation=[np.pi / 4], kind="rotated_box")
    assert found == [pytest.approx(100 * 10_000 / (640 * 480), abs=0.05)]
