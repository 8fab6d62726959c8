"""Laws of the metrics of labels, and agreement with brute force (M31, M35, M36, M64, M65, M66)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.geometry.iou import paired_iou
from assay.metrics.builtin.labels.absence_surprise import absence_surprise
from assay.metrics.builtin.labels.annotation_duplicate import annotation_duplicate
from assay.metrics.builtin.labels.class_conflict import class_conflict
from assay.metrics.builtin.labels.contradiction import contradiction
from assay.metrics.builtin.labels.object_density import object_density
from assay.metrics.builtin.labels.position_surprise import position_surprise
from assay.model.level import Level
from assay.statistics.ranks import percentiles
from assay.testing.views import images_table
from tests.unit.metrics.metric_views import column, view_of

SIDE = 16
"""Of the small images that brute force looks at pixel by pixel."""

BOX = st.tuples(st.integers(-6, 20), st.integers(-6, 20), st.integers(0, 14), st.integers(0, 14)).map(list)
LABEL = st.tuples(st.integers(0, 3), BOX, st.integers(0, 2))
LABELS = st.lists(LABEL, max_size=12).map(lambda labels: sorted(labels, key=lambda label: label[0]))


def split(labels: Any) -> tuple[list[int], list[list[float]], list[int]]:
    return [one[0] for one in labels], [one[1] for one in labels], [one[2] for one in labels]


def small(labels: Any, **columns: Any) -> Any:
    return view_of(*split(labels), images=images_table(4, width=SIDE, height=SIDE), **columns)


@given(LABELS)
def test_density_is_the_share_of_the_pixels_that_boxes_cover(labels: Any) -> None:
    """M31, box by box and pixel by pixel."""
    covered = np.zeros((4, SIDE, SIDE), bool)
    for image, (x, y, w, h), _ in labels:
        covered[image, max(y, 0) : max(y + h, 0), max(x, 0) : max(x + w, 0)] = True
    density = column(object_density, small(labels), "object_density", Level.IMAGE)
    assert density == pytest.approx((100 * covered.mean(axis=(1, 2))).tolist())


@settings(max_examples=30)
@given(LABELS)
def test_density_of_masks_is_that_of_their_boxes(labels: Any) -> None:
    """M31: the same boxes, drawn as run lengths."""
    texts = []
    for _, (x, y, w, h), _ in labels:
        mask = np.zeros((SIDE, SIDE), bool)
        mask[max(y, 0) : max(y + h, 0), max(x, 0) : max(x + w, 0)] = True
        flat = mask.T.ravel()
        runs = np.diff([0, *(np.flatnonzero(np.diff(flat.astype(int), prepend=0))), flat.size])
        texts.append(f'{{"size": [{SIDE}, {SIDE}], "counts": {runs.tolist()}}}')
    drawn = small(labels, segmentation=texts, kind="mask")
    for found, expected in zip(
        column(object_density, drawn, "object_density", Level.IMAGE),
        column(object_density, small(labels), "object_density", Level.IMAGE),
        strict=True,
    ):
        assert found == pytest.approx(expected)


@given(LABELS)
def test_duplicates_and_conflicts_are_the_highest_overlaps_of_all_pairs(labels: Any) -> None:
    """M35, M36; every pair is told once, by its later label."""
    expected = np.zeros((len(labels), 3))
    for later, (image, box, category) in enumerate(labels):
        for earlier, (other_image, other_box, other_category) in enumerate(labels[:later]):
            iou = paired_iou(np.array([box], float), np.array([other_box], float))[0] if image == other_image else 0
            if category == other_category:
                expected[[later, earlier], 0] = np.maximum(expected[[later, earlier], 0], iou)
                expected[later, 1] = max(expected[later, 1], iou)
            else:
                expected[[later, earlier], 2] = np.maximum(expected[[later, earlier], 2], iou)
    view = small(labels)
    assert column(annotation_duplicate, view, "annotation_duplicate") == pytest.approx(expected[:, 0].tolist())
    assert column(annotation_duplicate, view, "annotation_duplicate_once") == pytest.approx(expected[:, 1].tolist())
    assert column(class_conflict, view, "class_conflict") == pytest.approx(expected[:, 2].tolist())


@given(LABELS)
def test_a_missing_companion_is_looked_for_among_all_pairs_of_classes(labels: Any) -> None:
    """M65."""
    has = np.zeros((4, 3), bool)
    for image, _, category in labels:
        has[image, category] = True
    expected = []
    for image in range(4):
        best = 0.0
        for a in np.flatnonzero(has[image]):
            for b in np.flatnonzero(~has[image]):
                both, alone = (has[:, a] & has[:, b]).sum(), has[:, a].sum()
                if both * 4 > alone * has[:, b].sum():
                    best = max(best, np.log((both + 0.5) / (alone - both + 0.5)))
        expected.append(best if has[image].any() else np.nan)
    found = column(absence_surprise, small(labels), "absence_surprise", Level.IMAGE)
    assert found == pytest.approx(expected, nan_ok=True)


@given(LABELS, st.lists(st.sampled_from([None, 1, 2]), min_size=4, max_size=4))
def test_contradiction_is_the_share_of_labels_without_a_counterpart(labels: Any, groups: Any) -> None:
    """M66."""
    images, boxes, classes = split(labels)
    expected = np.full(4, np.nan)

    def lonely(image: int, other: int) -> int:
        of_other = [at for at in range(len(labels)) if images[at] == other]
        return sum(
            not any(
                classes[at] == classes[rival]
                and paired_iou(np.array([boxes[at]], float), np.array([boxes[rival]], float))[0] >= 0.5
                for rival in of_other
            )
            for at in range(len(labels))
            if images[at] == image
        )

    for image in range(4):
        others = [at for at in range(4) if at != image and groups[at] is not None and groups[at] == groups[image]]
        if others:
            shares = [
                (lonely(image, other) + lonely(other, image)) / max(images.count(image) + images.count(other), 1)
                for other in others
            ]
            expected[image] = np.mean(shares)
    table = images_table(4, width=SIDE, height=SIDE).append_column("near_duplicate", pa.array(groups, pa.int64()))
    table = table.append_column("phash", pa.array([0] * 4, pa.int64()))
    found = column(contradiction, view_of(images, boxes, classes, images=table), "contradiction", Level.IMAGE)
    assert found == pytest.approx(expected.tolist(), nan_ok=True)


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=20))
def test_percentiles_count_what_is_below_and_half_of_what_is_equal(values: list[int]) -> None:
    array = np.array(values, float)
    expected = [((array < value).sum() + (array == value).sum() / 2) / len(array) for value in array]
    assert percentiles(array).tolist() == pytest.approx(expected)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 99), st.integers(1, 5))
def test_surprise_does_not_depend_on_the_order_of_labels_nor_on_the_size_of_images(seed: int, factor: int) -> None:
    """M64."""
    rng = np.random.default_rng(seed)
    boxes = np.column_stack((rng.uniform(0, 300, (50, 2)), rng.lognormal(3, 0.5, (50, 2))))
    order = rng.permutation(50)
    plain = np.array(column(position_surprise, view_of([0] * 50, boxes.tolist()), "position_surprise"))
    table = images_table(1, width=640 * factor, height=480 * factor)
    other = view_of([0] * 50, (boxes[order] * factor).tolist(), images=table)
    assert np.array(column(position_surprise, other, "position_surprise")) == pytest.approx(plain[order])
