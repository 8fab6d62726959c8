"""How well loose masks are found: masks dilated, shifted or cut on purpose, beside jittered predictions (M48, M63).

    python benchmarks/loose_masks.py DATA [--share 0.05]

DATA holds coco128. Predictions are its own masks, shifted and grown at random as a network's are (normal, 2 % of the
size). Prints one JSON value: average precision and precision of the first 50, of `loose_mask` and of `loose_box`.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path

import cv2
import numpy as np
from pycocotools import mask as coco_mask

from assay.detectors.registry import DETECTORS
from assay.detectors.view import DatasetView
from assay.testing.views import images_table, labels_table, predictions_table, view_of

KINDS = ("dilate", "shift", "cut")
SLIP = 0.15
"""Of the side of a square as large as the mask: how far an injected error goes."""
JITTER = 0.02


def moved(mask: np.ndarray, by: tuple[float, float], grown: float) -> np.ndarray:
    """The mask shifted by px and grown (or shrunk, below 0) by px on all sides."""
    height, width = mask.shape
    shifted = cv2.warpAffine(mask, np.array([[1, 0, by[0]], [0, 1, by[1]]], np.float32), (width, height))
    reach = round(abs(grown))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return (cv2.dilate if grown > 0 else cv2.erode)(shifted, kernel)


def spoiled(mask: np.ndarray, kind: str, rng: np.random.Generator) -> np.ndarray:
    side = SLIP * math.sqrt(mask.sum())
    if kind == "dilate":
        return moved(mask, (0, 0), side)
    if kind == "shift":
        turn = rng.uniform(0, 2 * math.pi)
        return moved(mask, (side * math.cos(turn), side * math.sin(turn)), 0)
    x, y, w, h = cv2.boundingRect(mask)
    cut = mask.copy()  # a corner is missing, the rest of the box is there
    cut[y : y + h // 2, x : x + w // 2] = 0
    return cut


def packed(mask: np.ndarray) -> str:
    runs = coco_mask.encode(np.asfortranarray(mask))
    return json.dumps({"size": runs["size"], "counts": runs["counts"].decode()})


def view_with(data: Path, kind: str, share: float, seed: int) -> tuple[DatasetView, np.ndarray]:
    """A view of coco128 with spoiled masks, and (labels,) which they are."""
    coco = json.loads((data / "coco128" / "instances.json").read_text())
    place = {image["id"]: at for at, image in enumerate(coco["images"])}
    classes = {category["id"]: at for at, category in enumerate(coco["categories"])}
    rng, rows = np.random.default_rng(seed), []
    for label in coco["annotations"]:
        image = coco["images"][place[label["image_id"]]]
        if label.get("iscrowd") or not label.get("segmentation"):
            continue
        given = label["segmentation"]
        runs = coco_mask.frPyObjects(given, image["height"], image["width"])
        mask = coco_mask.decode(coco_mask.merge(runs) if isinstance(given, list) else runs)
        if mask.sum() < 400:
            continue
        side = math.sqrt(mask.sum())
        jitter = rng.normal(0, JITTER * side, 3)
        is_wrong = rng.random() < share
        drawn = spoiled(mask, kind, rng) if is_wrong else mask
        seen = moved(mask, (jitter[0], jitter[1]), jitter[2])
        if drawn.any() and seen.any():
            rows.append((place[label["image_id"]], classes[label["category_id"]], drawn, seen, is_wrong))
    image, category, drawn, seen, wrong = (list(part) for part in zip(*rows, strict=True))
    sizes = [(image["height"], image["width"]) for image in coco["images"]]
    images = images_table(len(sizes), height=[high for high, _ in sizes], width=[wide for _, wide in sizes])
    boxes = [np.array([cv2.boundingRect(mask) for mask in masks], float) for masks in (drawn, seen)]
    texts = [[packed(mask) for mask in masks] for masks in (drawn, seen)]
    view = view_of(
        images,
        labels_table(image, boxes[0], category, kind="mask", segmentation=texts[0]),
        predictions_table(image, boxes[1], category, rng.beta(12, 2, len(image)), kind="mask", segmentation=texts[1]),
        classes=[one["name"] for one in coco["categories"]],
    )
    return view, np.array(wrong)


def power(view: DatasetView, wrong: np.ndarray, slug: str) -> dict[str, float]:
    started = time.process_time()
    found = DETECTORS[slug].find(view)
    seconds = time.process_time() - started
    order = np.argsort(found["score"].to_numpy(), kind="stable")
    hits = wrong[found["annotation_id"].to_numpy()[order]]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    count = int(wrong.sum())
    return {
        "average_precision": round(float((precision * hits).sum() / count), 3),
        "precision_at_count": round(float(hits[:count].sum() / count), 3),
        "cpu_seconds": round(seconds, 2),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--share", type=float, default=0.05)
    given = arguments.parse_args()
    result = {}
    for kind in KINDS:
        view, wrong = view_with(given.data, kind, given.share, seed=0)
        figures = {slug: power(view, wrong, slug) for slug in ("loose_mask", "loose_box")}
        result[kind] = {"labels": len(wrong), "wrong": int(wrong.sum()), **figures}
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
