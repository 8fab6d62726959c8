"""A set without pictures whose runs fail for a known reason: the darker the image, the more is missed and confused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.evaluate_run import evaluate_run

CLASSES = ("car", "bus", "bike")


@dataclass(frozen=True, slots=True)
class _Row:
    image: int
    category: int
    box: list[float]


def weather_store(folder: Path, *, images: int = 200, seed: int = 7) -> Store:
    """A project with the set and its runs: `day` fails in the dark, `night` less often; both are evaluated."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    brightness = random.uniform(0, 1, images).round(3)
    rows = [
        _Row(image, int(random.integers(3)), [40.0 * at, 10.0, float(random.integers(16, 33)), 20.0])
        for image in range(images)
        for at in range(int(random.integers(0, 5)))
    ]
    (folder / "labels.json").write_text(json.dumps(_coco(brightness, rows, random)), encoding="utf-8")
    store = Store.create(folder / "weather.assay")
    import_dataset(store, folder / "labels.json", dataset="weather")
    for name, weakness in (("day", 1.0), ("night", 0.4)):
        file = folder / f"{name}.json"
        file.write_text(json.dumps(_results(rows, brightness, weakness, random)), encoding="utf-8")
        import_predictions(store, file, run=name)
        evaluate_run(store, run=name)
    return store


def _coco(brightness: np.ndarray[Any, Any], rows: list[_Row], random: np.random.Generator) -> dict[str, object]:
    """Every ninth label is a crowd or ignored, every tenth image has no brightness, the noise means nothing."""
    weather = ("sun", "rain", "<b>fog</b>")
    return {
        "images": [
            {
                "id": image,
                "file_name": f"{image:03}.png",
                "width": 200,
                "height": 100 + 50 * (image % 3),
                "metadata": {
                    "weather": weather[int(value * 3)],
                    "noise": float(random.random()),
                    **({} if image % 10 == 0 else {"brightness": float(value)}),
                },
            }
            for image, value in enumerate(brightness.tolist())
        ],
        "categories": [{"id": at, "name": name} for at, name in enumerate(CLASSES)],
        "annotations": [
            {
                "id": at,
                "image_id": row.image,
                "category_id": row.category,
                "bbox": row.box,
                "area": row.box[2] * row.box[3],
                "iscrowd": int(at % 9 == 8 and at % 2),
                "ignore": int(at % 9 == 8 and not at % 2),
                "occluded": at % 4 == 0,
            }
            for at, row in enumerate(rows)
        ],
    }


def _results(
    rows: list[_Row], brightness: np.ndarray[Any, Any], weakness: float, random: np.random.Generator
) -> list[dict[str, object]]:
    found = []
    for row in rows:
        darkness = weakness * (1 - float(brightness[row.image]))
        if random.random() < darkness:
            continue
        shift = float(random.normal(0, 1 + 4 * darkness))
        category = int(random.integers(3)) if random.random() < 0.3 * darkness else row.category
        for score in (0.95, 0.4) if random.random() < 0.1 else (0.95,):
            box = [row.box[0] + shift, *row.box[1:]]
            found.append((row.image, category, box, score - 0.5 * random.random() * darkness))
        if random.random() < 0.2:
            found.append((row.image, category, [170.0, 60.0, 20.0, 20.0], 0.9 * random.random()))
    return [
        {"image_id": image, "category_id": category, "bbox": box, "score": round(score, 4)}
        for image, category, box, score in found
    ]
