"""How long labelling took (M61)."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pytest

from assay.metrics.builtin.labels.annotation_time import annotation_time
from assay.model.level import Level
from assay.testing.views import images_table
from tests.unit.metrics.metric_views import column, view_of

NAN = pytest.approx(float("nan"), nan_ok=True)
BOXES = [[0.0, 0.0, 9.0, 9.0]] * 4


def said(*rows: Mapping[str, object] | None) -> list[str | None]:
    return [None if row is None else json.dumps(row) for row in rows]


def test_seconds_are_what_the_label_says_and_unknown_where_it_says_nothing() -> None:
    attributes = said({"annotation_time": 4}, {"lead_time": 2.5}, None, {"annotation_time": "soon"})
    assert column(annotation_time, view_of([0] * 4, BOXES, attributes=attributes), "annotation_time") == [
        4.0, 2.5, NAN, NAN,
    ]  # fmt: skip


def test_z_scores_are_of_one_annotator() -> None:
    """One works ten times as slowly as the other, which is no oddity of a label."""
    rows = [{"annotation_time": time, "annotator": who} for who, time in (("a", 1), ("a", 3), ("b", 10), ("b", 30))]
    view = view_of([0] * 4, BOXES, attributes=said(*rows))
    assert column(annotation_time, view, "annotation_time_z") == pytest.approx([-1, 1, -1, 1])


def test_without_annotators_or_with_one_time_there_is_no_z_score() -> None:
    once = {"annotation_time": 5, "annotator": "a"}
    rows = said({"annotation_time": 1}, {"annotation_time": 2}, once, once)
    assert np.isnan(column(annotation_time, view_of([0] * 4, BOXES, attributes=rows), "annotation_time_z")).all()


def test_an_image_has_its_own_time_else_the_sum_of_its_labels_where_all_are_logged() -> None:
    images = images_table(4, metadata=said({"annotation_time": 60}, None, None, None))
    rows = said({"annotation_time": 1}, {"annotation_time": 2}, {"annotation_time": 3}, None)
    view = view_of([0, 1, 1, 2], BOXES, images=images, attributes=rows)
    assert column(annotation_time, view, "annotation_time", Level.IMAGE) == [60, 5, NAN, NAN]
