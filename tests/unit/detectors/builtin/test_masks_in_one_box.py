"""Objects that share a box and no pixel: detectors judge masks by their pixels (M47, M49, M50; issue 5)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assay.detectors.at_place import at_place
from assay.detectors.view import DatasetView
from assay.testing.views import images_table, labels_table, predictions_table, view_of
from tests.unit.detectors.builtin.raised import find

BOX = [100.0, 100.0, 80.0, 80.0]
UPPER, LOWER = ([100.0, 100, 180, 100, 100, 180], [180.0, 100, 180, 180, 100, 180])
"""Two triangles that fill one box."""


def scene(labels: list[tuple[Any, int]], predictions: list[tuple[Any, int, float]], *, images: int = 1) -> DatasetView:
    """Triangles of one box, with class and confidence; None for a box without a mask. In turn, one an image."""
    told, seen = ([None if part is None else json.dumps([part]) for part, *_ in rows] for rows in (labels, predictions))
    of_labels = labels_table(
        np.arange(len(labels)) % images, [BOX] * len(labels), [c for _, c in labels], segmentation=told
    )
    classes, scores = [c for _, c, _ in predictions], [s for *_, s in predictions]
    found = predictions_table(np.arange(len(seen)) % images, [BOX] * len(seen), classes, scores, segmentation=seen)
    return view_of(images_table(images), of_labels, found, classes=("horse", "person"))


def test_a_label_is_not_supported_by_what_only_shares_its_box() -> None:
    labels: list[tuple[Any, int]] = [(UPPER, 0)] * 30
    seen: list[tuple[Any, int, float]] = [(UPPER, 0, 0.9)] * 29
    (suspect,) = find("spurious_label", scene(labels, [(LOWER, 0, 0.9), *seen], images=30))
    assert suspect.evidence["support"] == pytest.approx(0, abs=1e-3)
    assert find("spurious_label", scene(labels, [(UPPER, 0, 0.9), *seen], images=30)) == []
    assert find("spurious_label", scene(labels, [(None, 0, 0.9), *seen], images=30)) == []  # no mask: by boxes


def test_the_other_object_of_the_box_is_missing_and_swaps_no_class() -> None:
    view = scene([(UPPER, 0)], [(LOWER, 1, 0.97)])
    assert find("wrong_class", view) == []
    (missing,) = find("missing_object", view)
    assert missing.category == 1
    (swapped,) = find("wrong_class", scene([(UPPER, 0)], [(UPPER, 1, 0.97)]))
    assert swapped.suggestion == {"action": "relabel", "category_id": 1}
    assert find("missing_object", scene([(UPPER, 0)], [(UPPER, 1, 0.97)])) == []


def test_two_missing_objects_of_one_box_are_two_suspects() -> None:
    assert len(find("missing_object", scene([], [(UPPER, 0, 0.9), (LOWER, 1, 0.9)]))) == 2
    assert len(find("missing_object", scene([], [(UPPER, 0, 0.9), (UPPER, 1, 0.8)]))) == 1


def test_duplicates_repeat_pixels_not_boxes() -> None:
    assert find("duplicate_box", scene([(UPPER, 0), (LOWER, 0)], [])) == []
    assert len(find("duplicate_box", scene([(UPPER, 0), (UPPER, 0)], []))) == 1
    assert len(find("duplicate_box", scene([(UPPER, 0), (UPPER, 1)], []))) == 1
    assert len(find("duplicate_box", scene([(UPPER, 0), (None, 0)], []))) == 1


@pytest.fixture(scope="module")
def coco128(shared_data: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((shared_data / "coco128" / "instances.json").read_text())
    return told


def real(told: dict[str, Any], *, masks: bool, unseen: tuple[int, ...] = ()) -> DatasetView:
    """The labels of the set, and a run that sees all of them but `unseen` just so, at 0.97."""
    place = {image["id"]: at for at, image in enumerate(told["images"])}
    classes = {one["id"]: at for at, one in enumerate(told["categories"])}
    labels = sorted(told["annotations"], key=lambda one: place[one["image_id"]])
    seen = [one for at, one in enumerate(labels) if at not in unseen and not one["iscrowd"]]

    def columns(rows: list[Any]) -> tuple[Any, Any, Any, Any]:
        shapes = [json.dumps(one["segmentation"]) for one in rows] if masks else None
        boxes = np.array([one["bbox"] for one in rows], float)
        return [place[one["image_id"]] for one in rows], boxes, [classes[one["category_id"]] for one in rows], shapes

    image, boxes, category, shapes = columns(labels)
    crowd = [bool(one["iscrowd"]) for one in labels]
    of_labels = labels_table(image, boxes, category, is_crowd=crowd, segmentation=shapes)
    image, boxes, category, shapes = columns(seen)
    found = predictions_table(image, boxes, category, np.full(len(seen), 0.97), segmentation=shapes)
    width, height = ([image[side] for image in told["images"]] for side in ("width", "height"))
    names = [one["name"] for one in told["categories"]]
    return view_of(images_table(len(place), width=width, height=height), of_labels, found, classes=names)


def test_real_masks_hold_no_duplicates_where_real_boxes_seem_to(coco128: dict[str, Any]) -> None:
    """By boxes five labels of coco128 repeat another; by masks none does, as pycocotools says too."""
    assert len(find("duplicate_box", real(coco128, masks=False))) == 5
    assert find("duplicate_box", real(coco128, masks=True)) == []


def test_of_real_objects_that_share_a_box_more_are_known_to_be_unseen_by_their_masks(coco128: dict[str, Any]) -> None:
    view = real(coco128, masks=True)
    shared = (view.overlaps.iou >= 0.5) & ~at_place(view) & ~view.labels.crowd[view.overlaps.label]
    unseen = tuple(np.unique(view.overlaps.label[shared]).tolist())
    raised = {}
    for masks in (False, True):
        suspects = find("spurious_label", real(coco128, masks=masks, unseen=unseen))
        assert {suspect.label for suspect in suspects} <= set(unseen)
        raised[masks] = len(suspects)
    assert raised[True] >= raised[False] + 5
    for slug in ("spurious_label", "missing_object", "wrong_class"):
        assert find(slug, view) == []  # a run that sees all: nothing to suspect
