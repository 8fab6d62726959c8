"""Detection sets, and errors put into their labels on purpose."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import yaml
from PIL import Image

from assay.geometry.iou import pairwise_iou

KINDS = ("swap", "drop", "shift", "loosen", "duplicate")

VOC_IMAGES = 400
"""Of VOC 2007's test images, drawn for each of its sets: 4,952 with every error would take an hour."""


@dataclass(frozen=True)
class Boxes:
    """Objects of a set: (n,) image, from 0, (n, 4) x, y, w, h, (n,) class, from 0, and (n,) score of predictions."""

    image: np.ndarray
    box: np.ndarray
    category: np.ndarray
    score: np.ndarray

    def take(self, rows: np.ndarray) -> Boxes:
        return Boxes(self.image[rows], self.box[rows], self.category[rows], self.score[rows])


@dataclass(frozen=True)
class DetectionSet:
    """files and sizes : of each image. predicted : None where no predictions exist."""

    files: list[Path]
    sizes: np.ndarray
    names: list[str]
    labels: Boxes
    predicted: Boxes | None


@dataclass(frozen=True)
class Spoiled:
    """Labels with errors. kind : (n,) of each label, "" for those left alone. origin : (n,) the label it was.
    moved : (n,) whether its box is another. twin : (n,) the other label of a duplicate, else -1. dropped : what was
    taken away."""

    labels: Boxes
    kind: np.ndarray
    origin: np.ndarray
    moved: np.ndarray
    twin: np.ndarray
    dropped: Boxes


def read_sets(data: Path) -> dict[str, DetectionSet]:
    return {
        "ppe_valid": _coco(data / "ppe_valid", "instances_valid.json", "predictions_coco.json"),
        "bccd_val": _coco(data / "bccd_val", "instances_val.json", "predictions_yolov6_run_exp1.json"),
        "coco128": _coco(data / "coco128", "instances.json", None),
        "road_signs_yolo": _yolo(data / "road_signs_yolo"),
        "voc_yolov2": _voc(data / "voc07_test_eval", "detections_yolov2_htt1084_ep150.json", seed=2),
        "voc_yolov3": _voc(data / "voc07_test_eval", "detections_yolov3_zengyian3.json", seed=3),
    }


def _coco(folder: Path, label_file: str, prediction_file: str | None) -> DetectionSet:
    content = json.loads((folder / label_file).read_text())
    predicted = None if prediction_file is None else json.loads((folder / prediction_file).read_text())
    found = {path.name: path for path in (folder / "images").rglob("*.*")}
    return _of_coco(content, predicted, [found[Path(image["file_name"]).name] for image in content["images"]])


def _voc(folder: Path, prediction_file: str, *, seed: int) -> DetectionSet:
    """`VOC_IMAGES` images of VOC 2007 with a run; the labels that count. Its pictures are not there."""
    content = json.loads((folder / "instances_voc2007_test.json").read_text())
    drawn = np.random.default_rng(seed).permutation(len(content["images"]))[:VOC_IMAGES]
    images = [content["images"][at] for at in drawn]
    kept = {image["id"] for image in images}
    labels = [row for row in content["annotations"] if row["image_id"] in kept and not row["ignore"]]
    predicted = [row for row in json.loads((folder / prediction_file).read_text()) if row["image_id"] in kept]
    files = [folder / image["file_name"] for image in images]
    return _of_coco({"images": images, "annotations": labels, "categories": content["categories"]}, predicted, files)


def _of_coco(content: dict, predicted: list[dict] | None, files: list[Path]) -> DetectionSet:
    image_of = {image["id"]: at for at, image in enumerate(content["images"])}
    class_of = {category["id"]: at for at, category in enumerate(content["categories"])}

    def boxes(rows: list[dict]) -> Boxes:
        return Boxes(
            np.array([image_of[row["image_id"]] for row in rows]),
            np.array([row["bbox"] for row in rows], float),
            np.array([class_of[row["category_id"]] for row in rows]),
            np.array([row.get("score", np.nan) for row in rows]),
        )

    return DetectionSet(
        files,
        np.array([(image["width"], image["height"]) for image in content["images"]]),
        [category["name"] for category in content["categories"]],
        boxes([row for row in content["annotations"] if not row.get("iscrowd")]),
        None if predicted is None else boxes(predicted),
    )


def _yolo(folder: Path) -> DetectionSet:
    files = sorted(folder.glob("*/images/*.*"))
    sizes = np.array([Image.open(file).size for file in files])
    rows = [
        (at, *map(float, line.split()[:5]))
        for at, file in enumerate(files)
        for line in (file.parents[1] / "labels" / f"{file.stem}.txt").read_text().splitlines()
    ]
    image, category, x, y, w, h = np.array(rows).T
    image, category = image.astype(int), category.astype(int)
    box = np.column_stack((x - w / 2, y - h / 2, w, h)) * np.tile(sizes[image], 2)
    names = yaml.safe_load((folder / "data.yaml").read_text())["names"]
    return DetectionSet(files, sizes, names, Boxes(image, box, category, np.full(len(box), np.nan)), None)


def spoil(given: DetectionSet, *, share: float, kinds: tuple[str, ...], rng: np.random.Generator) -> Spoiled:
    """`share` of the labels each get one of `kinds`, in turn; boxes stay inside their image."""
    labels, n = given.labels, len(given.labels.box)
    chosen = rng.permutation(n)[: max(len(kinds), round(share * n))]
    kind = np.full(n, "", object)
    for at, row in enumerate(chosen):
        kind[row] = kinds[at % len(kinds)]
    box, category = labels.box.copy(), labels.category.copy()
    present = np.unique(category)
    for row in np.flatnonzero(kind == "swap"):
        category[row] = rng.choice(present[present != labels.category[row]])
    for name, change in (("shift", _shifted), ("loosen", _loosened)):
        for row in np.flatnonzero(kind == name):
            box[row] = _changed(box[row], change, given.sizes[labels.image[row]], rng)
    twins = np.flatnonzero(kind == "duplicate")
    again = box[twins] + rng.normal(0, 0.04, (len(twins), 4)) * np.tile(box[twins, 2:], 2)
    every = np.concatenate((np.flatnonzero(kind != "drop"), twins))
    spoiled = replace(labels, box=box, category=category).take(every)
    count = len(every) - len(twins)
    spoiled.box[count:] = _inside(again, given.sizes[labels.image[twins]])
    twin = np.full(len(every), -1)
    twin[np.searchsorted(every[:count], twins)] = count + np.arange(len(twins))
    twin[count:] = np.searchsorted(every[:count], twins)
    moved = (spoiled.box != labels.box[every]).any(axis=1)
    return Spoiled(spoiled, kind[every].astype(str), every, moved, twin, labels.take(kind == "drop"))


def _shifted(box: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Moved by 25 to 40 % of its sides in any direction."""
    angle, reach = rng.uniform(0, 2 * np.pi), rng.uniform(0.25, 0.4)
    return np.array([*(box[:2] + reach * box[2:] * [np.cos(angle), np.sin(angle)]), *box[2:]])


def _loosened(box: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Every side moved outwards by 12 to 35 % of the box."""
    grow = rng.uniform(0.12, 0.35, 4)
    return np.concatenate((box[:2] - grow[:2] * box[2:], box[2:] * (1 + grow[:2] + grow[2:])))


def _changed(box: np.ndarray, change, size: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A change that shows: drawn again, up to 20 times, while the border of the image leaves an IoU above 0.8."""
    for _ in range(20):
        other = _inside(change(box, rng)[None], size[None])
        if pairwise_iou(other, box[None])[0, 0] <= 0.8:
            break
    return other[0]


def _inside(boxes: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    near = np.clip(boxes[:, :2], 0, sizes - 1)
    far = np.clip(boxes[:, :2] + boxes[:, 2:], near + 1, sizes)
    return np.concatenate((near, far - near), axis=1)
