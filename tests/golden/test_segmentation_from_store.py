"""Segmentation metrics of imported masks, held against scikit-learn on pixels that pycocotools draws (E10, F10)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pycocotools import mask as coco_mask
from sklearn.metrics import confusion_matrix

from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.segmentation_metrics import SegmentationReport, segmentation_metrics

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # pycocotools, decode

Json = dict[str, Any]
IMAGES = 25


def drawn(rows: list[Json], frame: tuple[int, int], place: dict[int, int]) -> NDArray[np.int64]:
    """The class of each pixel, the last of the rows on top; where there is none, as many as there are classes."""
    pixels = np.full(frame, len(place))
    for row in rows:
        pixels[coco_mask.decode(encoded(row["segmentation"], frame)) > 0] = place[row["category_id"]]
    return pixels


def encoded(segmentation: Any, frame: tuple[int, int]) -> Any:
    if isinstance(segmentation, list):
        return coco_mask.merge(coco_mask.frPyObjects(segmentation, *frame))
    if isinstance(segmentation["counts"], list):
        return coco_mask.frPyObjects(segmentation, *frame)
    return segmentation


def compared(folder: Path, truth: Json, results: list[Json]) -> SegmentationReport:
    """What we make of the files, by way of a project."""
    for name, content in (("labels.json", truth), ("results.json", results)):
        (folder / name).write_text(json.dumps(content))
    with Store.create(folder / "my.assay") as store:
        import_dataset(store, folder / "labels.json")
        import_predictions(store, folder / "results.json", run="model")
        snapshot = store.snapshot()
        return segmentation_metrics(snapshot, snapshot.run(1, "model"), confidence=0.5)


def check(folder: Path, truth: Json, results: list[Json]) -> SegmentationReport:
    found = compared(folder, truth, results)
    place = {category["id"]: at for at, category in enumerate(truth["categories"])}
    matrix = np.zeros((len(place) + 1,) * 2, np.int64)
    for image in truth["images"]:
        frame = image["height"], image["width"]
        labels = [row for row in truth["annotations"] if row["image_id"] == image["id"]]
        labels.sort(key=lambda row: -int(coco_mask.area(encoded(row["segmentation"], frame))))
        shown = [row for row in results if row["image_id"] == image["id"] and row["score"] >= 0.5]
        shown.sort(key=lambda row: row["score"])
        maps = (drawn(rows, frame, place).ravel() for rows in (labels, shown))
        matrix += confusion_matrix(*maps, labels=range(len(matrix)))
    assert (found.pixels.matrix == matrix).all()
    assert found.images == len(truth["images"])
    right, labelled = np.diag(matrix), matrix.sum(axis=1)
    iou = (right / np.maximum(1, labelled + matrix.sum(axis=0) - right))[labelled > 0]
    told = [found.summary[name] for name in ("mIoU", "fwIoU", "pixel_accuracy")]
    there = labelled[labelled > 0]
    expected = [iou.mean(), (iou * there).sum() / there.sum(), right.sum() / labelled.sum()]
    np.testing.assert_allclose(told, expected, rtol=0, atol=1e-12)
    return found


def some_of(truth: Json) -> Json:
    """The first images, so that the authority is done in seconds."""
    images = truth["images"][:IMAGES]
    ids = {image["id"] for image in images}
    annotations = [row for row in truth["annotations"] if row["image_id"] in ids]
    return {**truth, "images": images, "annotations": annotations}


def test_masks_by_the_authors_of_coco(shared_data: Path, tmp_path: Path) -> None:
    """Polygons, crowds and results in run lengths."""
    folder = shared_data / "coco_val2014_100_eval"
    truth = some_of(json.loads((folder / "instances_val2014_100.json").read_text()))
    results = json.loads((folder / "instances_val2014_fakesegm100_results.json").read_text())
    ids = {image["id"] for image in truth["images"]}
    found = check(tmp_path, truth, [row for row in results if row["image_id"] in ids])
    assert 0 < found.summary["PQ"] < found.summary["SQ"] < 1


@pytest.mark.parametrize("shift", [0, 4])
def test_labels_moved_by_some_pixels(shared_data: Path, tmp_path: Path, shift: int) -> None:
    """Not moved they are perfect, whatever lies over what; moved, the boundary suffers more than the inside."""
    truth = some_of(json.loads((shared_data / "coco128" / "instances.json").read_text()))
    truth["annotations"] = [row for row in truth["annotations"] if not row["iscrowd"]]
    frames = {image["id"]: (image["height"], image["width"]) for image in truth["images"]}
    results = [
        {
            "image_id": row["image_id"],
            "category_id": row["category_id"],
            "segmentation": [[number + shift for number in ring] for ring in row["segmentation"]],
            "bbox": row["bbox"],
            "score": 1 - 0.4 * int(coco_mask.area(encoded(row["segmentation"], frames[row["image_id"]]))) / 1e6,
        }
        for row in truth["annotations"]
    ]
    summary = check(tmp_path, truth, results).summary
    if shift:
        assert summary["boundary_IoU"] < summary["mIoU"] < 0.95
    else:
        perfect = {name: value for name, value in summary.items() if name != "PQ_stuff"}
        assert perfect == pytest.approx(dict.fromkeys(perfect, 1.0))
