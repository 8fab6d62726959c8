"""What is unusual beside the rest of the set (M58, M64, M65, M66, M67)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from assay.metrics.builtin.labels.absence_surprise import absence_surprise
from assay.metrics.builtin.labels.contradiction import contradiction
from assay.metrics.builtin.labels.missed_by_labels import missed_by_labels
from assay.metrics.builtin.labels.position_surprise import position_surprise
from assay.metrics.builtin.labels.shape_typicality import shape_typicality
from assay.metrics.view import View
from assay.model.level import Level
from assay.testing.views import images_table
from tests.unit.metrics.metric_views import WHOLE, Box, column, view_of

NAN = pytest.approx(float("nan"), nan_ok=True)
HERE: Box = [100, 100, 50, 50]
THERE: Box = [400, 300, 50, 50]


def test_the_box_unlike_all_of_its_class_is_the_most_surprising() -> None:
    """M64: flat boxes at the bottom, and one that stands upright at the top; another class does the opposite."""
    rng = np.random.default_rng(0)
    flat = np.column_stack((rng.uniform(0, 400, 80), rng.uniform(300, 350, 80), rng.normal([100, 40], 3, (80, 2))))
    upright = np.column_stack((rng.uniform(0, 400, 80), rng.uniform(0, 40, 80), rng.normal([40, 100], 3, (80, 2))))
    flat[33] = upright[0]
    view = view_of([0] * 160, [*flat.tolist(), *upright.tolist()], [0] * 80 + [1] * 80)
    surprise = np.array(column(position_surprise, view, "position_surprise"))
    nats = np.array(column(position_surprise, view, "position_surprise_nats"))
    assert surprise[:80].argmax() == 33
    assert nats.argmax() == 33
    assert ((surprise > 0) & (surprise < 1)).all()


def test_a_class_of_few_has_no_usual_place() -> None:
    view = view_of([0] * 25, [HERE] * 25, [0] * 20 + [1] * 5)
    assert column(position_surprise, view, "position_surprise") == [0.5] * 20 + [NAN] * 5


def test_a_companion_that_is_always_there_is_missed() -> None:
    """M65: 20 images have both, one has the first only; the third class comes as it likes."""
    image = [*range(20), *range(21), *range(0, 21, 2), 22]
    category = [1] * 20 + [0] * 21 + [2] * 11 + [3]
    surprise = column(absence_surprise, view_of(image, [HERE] * 53, category), "absence_surprise", Level.IMAGE)
    assert surprise[20] == pytest.approx(np.log(20.5 / 1.5))
    assert max(surprise[:20]) < 1
    assert surprise[21] == NAN  # no label
    assert surprise[22] == 0


def grouped(groups: list[int | None], image: list[int], boxes: list[Box], category: list[int]) -> View:
    """A view over images of which those with one number look the same."""
    return view_of(image, boxes, category, images=alike(images_table(len(groups)), groups))


def alike(images: pa.Table, groups: list[int | None], hashes: list[int] | None = None) -> pa.Table:
    """Images with the columns that say which look the same."""
    told = pa.array(hashes or [0] * len(groups), pa.int64())
    return images.append_column("near_duplicate", pa.array(groups, pa.int64())).append_column("phash", told)


def test_copies_with_other_classes_contradict_each_other() -> None:
    """M66, of classification: the odd one of three stands out."""
    view = grouped([7, 7, 7, None, 8, 8], [0, 1, 2, 3, 4, 5], [WHOLE] * 6, [0, 0, 1, 0, 2, 2])
    assert column(contradiction, view, "contradiction", Level.IMAGE) == [0.5, 0.5, 1, NAN, 0, 0]
    assert column(contradiction, view, "contradiction") == [0.5, 0.5, 1, NAN, 0, 0]


def test_copies_with_other_objects_contradict_each_other_by_the_share_that_differs() -> None:
    """M66, of detection: one copy lacks an object; the label that the other has alone is named."""
    view = grouped([3, 3], [0, 0, 1], [HERE, THERE, HERE], [0, 0, 0])
    assert column(contradiction, view, "contradiction", Level.IMAGE) == [pytest.approx(1 / 3)] * 2
    assert column(contradiction, view, "contradiction") == [0, 1, 0]


def test_a_smaller_copy_is_compared_in_shares_of_the_image() -> None:
    images = alike(images_table(2, width=[640, 320], height=[480, 240]), [1, 1])
    view = view_of([0, 1], [HERE, [50, 50, 25, 25]], images=images)
    assert column(contradiction, view, "contradiction", Level.IMAGE) == [0, 0]


def test_images_that_look_less_alike_contradict_each_other_less() -> None:
    """M66: similarity x disagreement; the hashes differ in 4 of 64 bits, of which one is the sign."""
    images = alike(images_table(2), [1, 1], [0b0111, -(2**63)])
    view = view_of([0, 1], [WHOLE] * 2, [0, 1], images=images)
    assert column(contradiction, view, "contradiction", Level.IMAGE) == [60 / 64] * 2
    assert column(contradiction, view, "contradiction") == [60 / 64] * 2


def test_copies_without_labels_agree() -> None:
    assert column(contradiction, grouped([1, 1], [], [], []), "contradiction", Level.IMAGE) == [0, 0]


def test_an_image_without_labels_in_which_the_run_is_sure_is_flagged() -> None:
    """M67."""
    view = view_of([0], [HERE], images=4, predictions=([0, 1, 2], [HERE] * 3, [0] * 3, [0.9, 0.5, 0.4]))
    assert column(missed_by_labels, view, "missed_by_labels", Level.IMAGE) == [0, 1, 0, 0]


def test_the_shape_unlike_its_class_is_the_least_typical() -> None:
    """M58: slim triangles among squares of all sizes and turns."""
    rng = np.random.default_rng(1)
    rings = []
    for turn, size in zip(rng.uniform(0, 3, 40), rng.uniform(10, 90, 40), strict=True):
        angles = turn + np.pi / 2 * np.arange(4)
        corners = 200 + size * np.column_stack((np.cos(angles), np.sin(angles))) + rng.normal(0, 0.3, (4, 2))
        rings.append(corners.ravel().tolist())
    rings[13] = [100, 100, 300, 101, 300, 110]
    view = view_of([0] * 40, [[100, 100, 200, 200]] * 40, segmentation=[f"[{ring}]" for ring in rings], kind="polygon")
    typicality = column(shape_typicality, view, "shape_typicality")
    assert int(np.argmin(typicality)) == 13
    few = view_of([0], [HERE], segmentation=[f"[{rings[0]}]"])
    assert np.isnan(column(shape_typicality, few, "shape_typicality")).all()
