"""Metrics of labels on real labels, with pycocotools as the authority where there is one (M31, M32, M35, M62, M63)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools import mask as coco_mask

from assay.metrics.builtin.labels.annotation_duplicate import annotation_duplicate
from assay.metrics.builtin.labels.box_tightness import box_tightness
from assay.metrics.builtin.labels.geometry_flaws import geometry_flaws
from assay.metrics.builtin.labels.object_area import object_area
from assay.metrics.builtin.labels.object_density import object_density
from assay.metrics.measure_picture import measure_picture
from assay.metrics.view import View
from assay.model.level import Level
from assay.testing.views import images_table
from tests.unit.metrics.metric_views import column, view_of

Json = dict[str, Any]


def view_of_coco(coco: Json) -> View:
    """A COCO file as a metric sees it; ids are places in its lists."""
    place = {image["id"]: at for at, image in enumerate(coco["images"])}
    labels = sorted(coco["annotations"], key=lambda one: place[one["image_id"]])
    width, height = ([image[side] for image in coco["images"]] for side in ("width", "height"))
    return view_of(
        [place[one["image_id"]] for one in labels],
        [one["bbox"] for one in labels],
        [one["category_id"] for one in labels],
        images=images_table(len(place), width=width, height=height),
        segmentation=[json.dumps(one["segmentation"]) if one.get("segmentation") else None for one in labels],
        area=[float(one["area"]) for one in labels],
    )


@pytest.fixture(scope="module")
def coco128(shared_data: Path) -> Json:
    told: Json = json.loads((shared_data / "coco128" / "instances.json").read_text())
    return told


def rle(label: Json, image: Json) -> Any:
    """The mask of a label as pycocotools draws it."""
    shape = label["segmentation"]
    drawn = coco_mask.frPyObjects(shape, image["height"], image["width"])
    return coco_mask.merge(drawn) if isinstance(shape, list) else drawn


def test_density_of_real_polygons_and_crowds_is_that_of_the_merged_masks_of_pycocotools(coco128: Json) -> None:
    """M31."""
    expected = []
    for image in coco128["images"]:
        masks = [rle(one, image) for one in coco128["annotations"] if one["image_id"] == image["id"]]
        area = float(coco_mask.area(coco_mask.merge(masks))) if masks else 0.0
        expected.append(100 * area / (image["width"] * image["height"]))
    assert column(object_density, view_of_coco(coco128), "object_density", Level.IMAGE) == pytest.approx(expected)


def test_duplicates_of_real_polygons_are_those_of_pycocotools(coco128: Json) -> None:
    """M35, by pixels; the set has no duplicates."""
    images = {image["id"]: image for image in coco128["images"]}
    place = {image["id"]: at for at, image in enumerate(coco128["images"])}
    labels = sorted(coco128["annotations"], key=lambda one: place[one["image_id"]])
    expected = []
    for at, one in enumerate(labels):
        others = [
            rle(other, images[one["image_id"]])
            for rival, other in enumerate(labels)
            if rival != at and (other["image_id"], other["category_id"]) == (one["image_id"], one["category_id"])
        ]
        mine = [rle(one, images[one["image_id"]])]
        expected.append(float(coco_mask.iou(mine, others, [0] * len(others)).max()) if others else 0.0)
    found = column(annotation_duplicate, view_of_coco(coco128), "annotation_duplicate")
    assert found == pytest.approx(expected)
    assert max(found) < 0.6


def test_areas_are_shares_of_real_images(coco128: Json) -> None:
    """M32."""
    shares = column(object_area, view_of_coco(coco128), "relative_area")
    assert 0 < min(shares) < max(shares) < 100


def test_three_real_polygons_cross_themselves_and_nothing_else_is_wrong(coco128: Json) -> None:
    """M62: COCO's outlines are good; what crosses was drawn by hand."""
    assert sum(column(geometry_flaws, view_of_coco(coco128), "invalid_geometry")) == 3


def test_real_boxes_are_tighter_than_the_same_boxes_made_loose(shared_data: Path) -> None:
    """M63, on photos: of some 70 objects that are boxed by hand, most lose (three in four of the whole set do)."""
    folder = shared_data / "ppe_valid"
    coco = json.loads((folder / "instances_valid.json").read_text())
    tight: list[float] = []
    loose: list[float] = []
    for image in coco["images"][:25]:
        boxes = np.array([one["bbox"] for one in coco["annotations"] if one["image_id"] == image["id"]], float)
        if not len(boxes):
            continue
        by = 0.08 * boxes[:, 2:]
        for told, given in ((tight, boxes), (loose, np.hstack([boxes[:, :2] - by, boxes[:, 2:] + 2 * by]))):
            path = next((folder / "images").rglob(image["file_name"]))
            told += [
                row[0] for row in measure_picture(path, metrics=(), boxes=given, crop_metrics=[box_tightness]).crops
            ]
    both = np.isfinite(tight) & np.isfinite(loose)
    tighter = np.array(tight)[both] - np.array(loose)[both]
    assert both.sum() > 40
    assert (tighter > 0).mean() > 0.7
    assert tighter.mean() > 0.1
