"""Hidden keypoints and limbs out of proportion (M68)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assay.metrics.builtin.labels.limb_surprise import limb_surprise
from assay.metrics.builtin.labels.occluded_keypoints import occluded_keypoints
from assay.model.category import Category
from assay.model.level import Level
from tests.unit.metrics.metric_views import column, view_of

NAN = pytest.approx(float("nan"), nan_ok=True)
BOX = [0.0, 0.0, 90.0, 90.0]
CLASS = Category(0, 1, "hand", "0", extra='{"skeleton": [[1, 2], [2, 3], [3, 4]]}')


def test_the_share_of_keypoints_that_are_hidden_or_not_labelled() -> None:
    points = [[1, 1, 2, 5, 5, 1, 0, 0, 0, 9, 9, 2], [0, 0, 0, 0, 0, 0], [1, 1, 2], None]
    view = view_of([0] * 4, [BOX] * 4, keypoints=points)
    assert column(occluded_keypoints, view, "occluded_keypoints") == [0.5, NAN, 0, NAN]


def test_a_doubtful_keypoint_of_a_prediction_counts_as_hidden() -> None:
    view = view_of([0], [BOX], predictions=([0], [BOX], [0], [0.9]))
    assert view.predictions is not None
    at = view.predictions.rows.schema.get_field_index("keypoints")
    import pyarrow as pa

    told = pa.array([[1.0, 1, 0.9, 5, 5, 0.2]], pa.list_(pa.float64()))
    rows = view.predictions.rows.set_column(at, "keypoints", told)
    view = replace(view, predictions=replace(view.predictions, rows=rows))
    assert column(occluded_keypoints, view, "occluded_keypoints", Level.PREDICTION) == [0.5]


def test_a_limb_out_of_proportion_is_surprising_at_any_size_of_the_skeleton() -> None:
    rng = np.random.default_rng(0)
    skeletons = []
    for size in rng.uniform(5, 30, 30):
        along = np.cumsum([0, *(np.array([1, 2, 1.5]) + rng.normal(0, 0.02, 3))])
        skeletons.append(np.column_stack((along * size, np.zeros(4), np.full(4, 2))))
    skeletons[11][3, 0] += 40
    skeletons[12][0, 2] = 0  # shows two limbs only
    view = view_of([0] * 30, [BOX] * 30, keypoints=[points.ravel().tolist() for points in skeletons])
    surprise = np.array(column(limb_surprise, replace(view, classes=(CLASS,)), "limb_surprise"))
    assert np.nanargmax(surprise) == 11
    assert surprise[11] > 4
    assert np.flatnonzero(np.isnan(surprise)).tolist() == [12]


def test_a_class_without_a_skeleton_has_no_limbs() -> None:
    assert np.isnan(column(limb_surprise, view_of([0], [BOX], keypoints=[[1, 1, 2] * 5]), "limb_surprise")).all()
