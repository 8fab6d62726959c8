"""Area, aspect, border: numbers of one object beside its image (M32, M33, M34, M69)."""

from __future__ import annotations

import json

import pytest

from assay.metrics.builtin.labels.border_closeness import border_closeness
from assay.metrics.builtin.labels.border_truncated import border_truncated
from assay.metrics.builtin.labels.object_area import object_area
from assay.metrics.builtin.labels.object_aspect import object_aspect
from assay.model.level import Level
from assay.testing.views import images_table
from tests.unit.metrics.metric_views import WHOLE, column, view_of

NAN = pytest.approx(float("nan"), nan_ok=True)


def test_relative_area_is_in_percent_of_the_image() -> None:
    """M32."""
    view = view_of([0, 0], [[0, 0, 64, 48], WHOLE], area=[64 * 48, None])
    assert column(object_area, view, "relative_area") == [1.0, NAN]
    assert column(object_area, view, "area") == [64 * 48, NAN]


def test_area_of_a_prediction_is_measured_as_of_a_label() -> None:
    """M32 is of objects and of predictions."""
    view = view_of([], [], predictions=([0], [[0, 0, 4, 4]], [0], [0.5]), images=1)
    assert column(border_closeness, view, "border_closeness", Level.PREDICTION) == [1.0]


def test_an_unknown_size_of_the_image_leaves_what_needs_it_unknown() -> None:
    view = view_of([0], [[0, 0, 8, 8]], images=images_table(1, width=None, height=None), area=[64])
    assert column(object_area, view, "area") == [64]
    assert column(object_area, view, "relative_area") == [NAN]
    assert column(border_closeness, view, "border_closeness") == [NAN]
    assert column(border_truncated, view, "border_truncated") == [NAN]


def test_aspect_is_width_by_height() -> None:
    """M33."""
    view = view_of([0, 0, 0], [[0, 0, 8, 4], [0, 0, 8, 0], WHOLE])
    assert column(object_aspect, view, "aspect") == [2.0, NAN, NAN]


@pytest.mark.parametrize(
    ("box", "closeness"),
    [
        ([320, 240, 0, 0], 0.5),  # a dot in the middle
        ([0, 100, 10, 10], 1.0),  # touches the left border
        ([320, 0, 10, 10], 1.0),
        ([160, 120, 320, 240], 0.75),
        ([600, 100, 104, 10], 1.1),  # sticks out on the right
    ],
)
def test_closeness_to_the_border(box: list[float], closeness: float) -> None:
    """M34."""
    assert column(border_closeness, view_of([0], [box]), "border_closeness") == [pytest.approx(closeness)]


def test_a_box_at_the_border_is_flagged_unless_its_label_says_truncated() -> None:
    """M69: within 1 px; the attribute in whatever way sources write it."""
    said = [None, {"truncated": 1}, {"truncated": False}, {"attributes": {"truncated": True}}, {"truncated": 0}]
    attributes = [None if one is None else json.dumps(one) for one in said]
    view = view_of([0] * 5, [[1, 50, 9, 9]] * 5, attributes=attributes)
    assert column(border_truncated, view, "border_truncated") == [1, 0, 1, 0, 1]


def test_a_box_inside_is_not_cut_off() -> None:
    view = view_of([0, 0, 0], [[2, 2, 9, 9], [600, 400, 39, 9], WHOLE])
    assert column(border_truncated, view, "border_truncated") == [0, 1, NAN]
