"""A tiny dataset whose every number is known: what the documentation's examples and many tests stand on.

Three photos of 100 x 80 pixels. `one.png` has a small cat and a small dog, `two.png` a large cat, `three.png` no
label. The run `small` sees both cats, misses the dog, and sees a dog in `three.png` that nobody labelled.
"""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

IMAGES = ("one.png", "two.png", "three.png")
CATEGORIES = [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}]
LABELS = [
    {"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 20, 20], "area": 400, "iscrowd": 0},
    {"id": 2, "image_id": 1, "category_id": 2, "bbox": [50, 40, 30, 20], "area": 600, "iscrowd": 0},
    {"id": 3, "image_id": 2, "category_id": 1, "bbox": [5, 5, 80, 60], "area": 4800, "iscrowd": 0},
]
RESULTS = [
    {"image_id": 1, "category_id": 1, "bbox": [11, 10, 20, 20], "score": 0.95},
    {"image_id": 2, "category_id": 1, "bbox": [6, 6, 80, 60], "score": 0.9},
    {"image_id": 3, "category_id": 2, "bbox": [30, 30, 40, 30], "score": 0.85},
]


def write_tiny(folder: Path) -> None:
    """Write `photos/`, `labels.json` (COCO) and `predictions.json` (COCO results) below `folder`."""
    photos = folder / "photos"
    photos.mkdir(parents=True)
    for at, name in enumerate(IMAGES):
        Image.new("RGB", (100, 80), (60 * at, 120, 200 - 60 * at)).save(photos / name)
    images = [{"id": at, "file_name": name, "width": 100, "height": 80} for at, name in enumerate(IMAGES, 1)]
    document = {"images": images, "categories": CATEGORIES, "annotations": LABELS}
    (folder / "labels.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "predictions.json").write_text(json.dumps(RESULTS), encoding="utf-8")
