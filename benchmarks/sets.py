"""Sets to measure on, made from a seed: COCO files of any size, and small pictures for them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image

CLASSES = 80
WIDTH, HEIGHT = 640, 480
LABELS_PER_IMAGE = 7.3
PREDICTIONS_PER_IMAGE = 60


def boxes(count: int, rng: np.random.Generator) -> np.ndarray:
    """(count, 4) x, y, w, h, log-normal in size, inside the picture, to a hundredth of a pixel."""
    size = np.exp(rng.normal(np.log(60), 0.8, (count, 2))).clip(4, [WIDTH - 2, HEIGHT - 2])
    corner = rng.random((count, 2)) * (np.array([WIDTH, HEIGHT]) - size)
    return np.round(np.concatenate([corner, size], axis=1), 2)


def write_coco(folder: Path, *, images: int, seed: int = 7) -> tuple[Path, Path]:
    """Labels and predictions of `images` pictures, with the pictures; the label file and the prediction file.

    The same seed gives the same bytes. A folder that is there already is used as it is.
    """
    labels, predictions = folder / "labels.json", folder / "predictions.json"
    if predictions.exists():
        return labels, predictions
    rng = np.random.default_rng(seed)
    (folder / "images").mkdir(parents=True, exist_ok=True)
    names = [f"{i:06d}.jpg" for i in range(images)]
    picture = Image.fromarray(rng.integers(0, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8))
    picture.resize((WIDTH, HEIGHT)).save(folder / "images" / names[0], quality=20)
    content = (folder / "images" / names[0]).read_bytes()
    for name in names[1:]:
        (folder / "images" / name).write_bytes(content)
    _write_labels(labels, names, rng)
    _write_predictions(predictions, images, rng)
    return labels, predictions


def _write_labels(file: Path, names: list[str], rng: np.random.Generator) -> None:
    image = np.repeat(np.arange(len(names)), rng.poisson(LABELS_PER_IMAGE, len(names)))
    rows = zip(
        image.tolist(), rng.integers(CLASSES, size=len(image)).tolist(), boxes(len(image), rng).tolist(), strict=True
    )
    content = {
        "images": [{"id": i, "file_name": n, "width": WIDTH, "height": HEIGHT} for i, n in enumerate(names)],
        "categories": [{"id": i, "name": f"class {i}"} for i in range(CLASSES)],
        "annotations": [
            {"id": at, "image_id": i, "category_id": c, "bbox": box, "area": box[2] * box[3], "iscrowd": 0}
            for at, (i, c, box) in enumerate(rows)
        ],
    }
    file.write_text(json.dumps(content))


def _write_predictions(file: Path, images: int, rng: np.random.Generator) -> None:
    image = np.repeat(np.arange(images), PREDICTIONS_PER_IMAGE)
    scores = np.round(rng.beta(0.8, 6, len(image)), 5).tolist()
    rows = zip(
        image.tolist(),
        rng.integers(CLASSES, size=len(image)).tolist(),
        boxes(len(image), rng).tolist(),
        scores,
        strict=True,
    )
    content = [{"image_id": i, "category_id": c, "bbox": box, "score": s} for i, c, box, s in rows]
    file.write_text(json.dumps(content))
