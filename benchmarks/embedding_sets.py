"""Crops with classes, cut from real sets, for the benchmarks of embeddings."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from assay.embeddings.crops import cut_crops, whole

SIDE = 96


class LabelledCrops(NamedTuple):
    """crops : (n, 96, 96, 3). classes : (n,) as given. corrected : (n,) as people judged; -1 where none fits."""

    crops: np.ndarray
    classes: np.ndarray
    corrected: np.ndarray


def roman_numerals(data: Path) -> LabelledCrops:
    folder, given, corrected, crops = data / "roman_numerals", [], [], []
    with (folder / "labels_and_review.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            crops.append(whole(_rgb(folder / "images" / row["path"]), side=SIDE))
            given.append(row["given_label"])
            is_gone = row["action"].startswith("Remove")
            corrected.append("" if is_gone else row["corrected_label"] or row["given_label"])
    names = sorted(set(given))
    at = {name: place for place, name in enumerate(names)}
    return LabelledCrops(
        np.concatenate(crops),
        np.array([at[name] for name in given]),
        np.array([at.get(name, -1) for name in corrected]),
    )


def cifar10_test(data: Path) -> LabelledCrops:
    folder, given, crops = data / "cifar10_test", [], []
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            crops.append(whole(_rgb(folder / row["path"]), side=SIDE))
            given.append(row["given_label"])
    classes = np.unique(given, return_inverse=True)[1]
    return LabelledCrops(np.concatenate(crops), classes, classes)


def coco(folder: str, labels: str) -> Callable[[Path], LabelledCrops]:
    """The set whose labels are in a COCO file."""

    def read(data: Path) -> LabelledCrops:
        found = json.loads((data / folder / labels).read_text(encoding="utf-8"))
        of: dict[object, list[dict]] = {}
        for label in found["annotations"]:
            if not label.get("iscrowd"):
                of.setdefault(label["image_id"], []).append(label)
        images = (image for image in found["images"] if image["id"] in of)
        return _boxes(
            (
                data / folder / "images" / image["file_name"],
                [label["bbox"] for label in of[image["id"]]],
                [label["category_id"] for label in of[image["id"]]],
            )
            for image in images
        )

    return read


def road_signs(data: Path) -> LabelledCrops:
    return _boxes(_yolo(data / "road_signs_yolo"))


def _yolo(folder: Path) -> Iterator[tuple[Path, list[list[float]], list[int]]]:
    for path in sorted(folder.glob("*/images/*")):
        width, height = Image.open(path).size
        rows = [line.split() for line in (path.parents[1] / "labels" / f"{path.stem}.txt").read_text().splitlines()]
        numbers = [[float(value) for value in row[1:5]] for row in rows]
        boxes = [[(x - w / 2) * width, (y - h / 2) * height, w * width, h * height] for x, y, w, h in numbers]
        yield path, boxes, [int(row[0]) for row in rows]


def _boxes(images: Iterator[tuple[Path, list[list[float]], list[int]]]) -> LabelledCrops:
    crops, names = [], []
    for path, boxes, categories in images:
        cut = cut_crops(_rgb(path), np.array(boxes), side=SIDE)
        seen = np.array([not reason for reason in cut.reasons], bool)
        crops.append(cut.crops[seen])
        names.append(np.array(categories)[seen])
    classes = np.unique(np.concatenate(names), return_inverse=True)[1]
    return LabelledCrops(np.concatenate(crops), classes, classes)


def _rgb(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB"))


SETS: dict[str, Callable[[Path], LabelledCrops]] = {
    "roman_numerals": roman_numerals,
    "cifar10_test": cifar10_test,
    "ppe_valid": coco("ppe_valid", "instances_valid.json"),
    "bccd_val": coco("bccd_val", "instances_val.json"),
    "road_signs": road_signs,
    "coco128": coco("coco128", "instances.json"),
}
"""By name: from the folder of the data to its crops."""
