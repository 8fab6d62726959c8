"""Flags of impossible shapes (M62)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.metrics.builtin.labels.geometry_flaws import geometry_flaws
from assay.metrics.builtin.labels.outline_flaws import outline_flaws
from assay.metrics.builtin.labels.stray_keypoints import stray_keypoints
from tests.unit.metrics.metric_views import WHOLE, Box, column, measured, view_of

SQUARE = "[[10, 10, 50, 10, 50, 50, 10, 50]]"


METRICS = (geometry_flaws, outline_flaws, stray_keypoints)


def flags(name: str, box: Box, **columns: object) -> float:
    view = view_of([0], [box], **{key: [value] for key, value in columns.items()})  # type: ignore[arg-type]
    metric = next(one for one in METRICS if name in [output.name for output in one.outputs])
    return column(metric, view, name)[0]


@pytest.mark.parametrize(
    ("name", "box"),
    [
        ("geometry_no_extent", [10, 10, 0, 5]),
        ("geometry_no_extent", [10, 10, 5, -5]),
        ("geometry_no_extent", [10, 10, 0.5, 5]),
        ("geometry_not_finite", [10, 10, np.inf, 5]),
        ("geometry_outside", [630, 10, 20, 20]),
        ("geometry_outside", [900, 900, 20, 20]),
    ],
)
def test_flaws_of_boxes(name: str, box: Box) -> None:
    assert flags(name, box) == 1
    assert flags("invalid_geometry", box) == 1
    assert flags(name, [10, 10, 40, 40]) == 0
    assert flags("invalid_geometry", [10, 10, 40, 40]) == 0


@pytest.mark.parametrize(
    ("name", "segmentation"),
    [
        ("geometry_few_corners", "[[10, 10, 50, 50]]"),
        ("geometry_crosses", "[[10, 10, 50, 50, 50, 10, 10, 50]]"),
        ("geometry_empty", "[[10, 10, 30, 30, 50, 50]]"),
        ("geometry_empty", '{"size": [480, 640], "counts": [307200]}'),
        ("geometry_mismatch", "[[10, 10, 50, 10, 50, 30, 10, 30]]"),
        ("geometry_repeats", "[[10, 10, 50, 10, 50, 10, 50, 50, 10, 50]]"),
        ("geometry_winding", "[[10, 10, 50, 10, 50, 50, 10, 50], [20, 20, 20, 30, 30, 30]]"),
    ],
)
def test_flaws_of_outlines(name: str, segmentation: str) -> None:
    box = [10, 10, 40, 40]
    assert flags(name, box, segmentation=segmentation) == 1
    assert flags(name, box, segmentation=SQUARE) == 0
    is_habit = name in {"geometry_repeats", "geometry_winding"}
    assert flags("invalid_geometry", box, segmentation=segmentation) == (0 if is_habit else 1)


def test_a_ring_that_closes_itself_repeats_no_corner() -> None:
    assert flags("geometry_repeats", [10, 10, 40, 40], segmentation=SQUARE.replace("50]]", "50, 10, 10]]")) == 0


def test_keypoints_outside_and_turns_beyond_a_full_one() -> None:
    box = [10, 10, 40, 40]
    assert flags("geometry_stray_point", box, keypoints=[20, 20, 2, 90, 20, 1]) == 1
    assert flags("geometry_stray_point", box, keypoints=[20, 20, 2, 90, 20, 0]) == 0  # not labelled
    assert flags("geometry_turned", box, rotation=90.0) == 1
    assert flags("geometry_turned", box, rotation=1.5) == 0


def test_a_label_without_the_shape_cannot_have_its_flaw() -> None:
    box, whole = (view_of([0], [place]) for place in ([10, 10, 40, 40], WHOLE))
    assert measured(geometry_flaws, box).tolist() == [[0.0] * 5]
    assert np.isnan(measured(outline_flaws, box)).all()
    assert np.isnan(measured(stray_keypoints, box)).all()
    assert np.isnan(measured(geometry_flaws, whole)).all()


def test_invalid_geometry_is_any_flaw_but_a_habit() -> None:
    box = [10, 10, 40, 40]
    assert flags("invalid_geometry", box, keypoints=[90, 20, 1]) == 1
    assert flags("invalid_geometry", box, rotation=90.0) == 1
    assert flags("invalid_geometry", box, keypoints=[20, 20, 1], rotation=1.0, segmentation=SQUARE) == 0
