"""A set to review: small shapes on grey ground, ten to a picture, of ten classes, three labels in a hundred wrong."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.embeddings.import_vectors import import_vectors
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.evaluate_run import evaluate_run

CLASSES = [f"{colour} {shape}" for colour in ("red", "blue") for shape in ("disc", "box", "kite", "bar", "ring")]
WIDTH, HEIGHT = 640, 480
EACH = 10
WRONG = 0.03
_COLOURS = ((200, 60, 50), (60, 90, 200))
_AXES = 256


def make_project(folder: Path, *, images: int, seed: int = 7) -> Path:
    """A project of `images` pictures with ten labels each, a run that was evaluated, and vectors of the labels.

    The same seed gives the same set. A project that is there already is used as it is.
    """
    project = folder / f"review_{images}.assay"
    if project.exists():
        return project
    rng = np.random.default_rng(seed)
    truth = rng.integers(len(CLASSES), size=(images, EACH))
    boxes = _boxes(images, rng)
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for at in range(images):
        _draw(truth[at], boxes[at], rng).save(folder / "images" / f"{at:06d}.jpg", quality=88)
    is_wrong = rng.random(truth.shape) < WRONG
    labels = np.where(is_wrong, (truth + rng.integers(1, len(CLASSES), truth.shape)) % len(CLASSES), truth)
    _write(folder, labels, truth, boxes, rng)
    begun = project.with_suffix(".begun.assay")
    with Store.create(begun) as store:
        import_dataset(store, folder / "labels.json", images=folder / "images")
        import_predictions(store, folder / "predictions.json", run="model")
        evaluate_run(store)
        import_vectors(store, folder / "vectors.npz", level=Level.ANNOTATION, name="shapes")
    begun.rename(project)
    return project


def _boxes(images: int, rng: np.random.Generator) -> np.ndarray:
    """(images, 10, 4): a cell of a grid of 5 x 2 each, so that no shape lies on another."""
    cell = np.array([WIDTH / 5, HEIGHT / 2])
    size = rng.uniform(24, 110, (images, EACH, 1)) * rng.uniform(0.8, 1, (images, EACH, 2))
    place = np.array([[at % 5, at // 5] for at in range(EACH)]) * cell
    return np.round(np.concatenate([place + rng.random((images, EACH, 2)) * (cell - size), size], axis=2), 1)


def _draw(classes: np.ndarray, boxes: np.ndarray, rng: np.random.Generator) -> Image.Image:
    ground = rng.integers(90, 170, (HEIGHT // 8, WIDTH // 8, 3), dtype=np.uint8)
    picture = Image.fromarray(ground).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for label, (x, y, w, h) in zip(classes.tolist(), boxes.tolist(), strict=True):
        colour = tuple(
            int(value) for value in np.clip(np.array(_COLOURS[label // 5]) + rng.integers(-40, 40, 3), 0, 255)
        )
        match label % 5:
            case 0:
                draw.ellipse((x, y, x + w, y + h), fill=colour)
            case 1:
                draw.rectangle((x, y, x + w, y + h), fill=colour)
            case 2:
                draw.polygon([(x + w / 2, y), (x + w, y + h / 2), (x + w / 2, y + h), (x, y + h / 2)], fill=colour)
            case 3:
                draw.rectangle((x + w / 3, y, x + 2 * w / 3, y + h), fill=colour)
            case _:
                draw.ellipse((x, y, x + w, y + h), outline=colour, width=max(3, int(w / 8)))
    return picture


def _write(folder: Path, labels: np.ndarray, truth: np.ndarray, boxes: np.ndarray, rng: np.random.Generator) -> None:
    images, image = len(labels), np.repeat(np.arange(len(labels)), EACH).tolist()
    flat, seen = labels.ravel().tolist(), np.where(rng.random(truth.size) < 0.95, truth.ravel(), 0).tolist()
    at, score = boxes.reshape(-1, 4), np.round(rng.beta(8, 2, truth.size), 4).tolist()
    content = {
        "images": [{"id": i, "file_name": f"{i:06d}.jpg", "width": WIDTH, "height": HEIGHT} for i in range(images)],
        "categories": [{"id": i, "name": name} for i, name in enumerate(CLASSES)],
        "annotations": [
            {"id": i, "image_id": where, "category_id": label, "bbox": box, "area": box[2] * box[3], "iscrowd": 0}
            for i, (where, label, box) in enumerate(zip(image, flat, at.tolist(), strict=True))
        ],
    }
    (folder / "labels.json").write_text(json.dumps(content))
    met = np.round(at + rng.normal(0, 1, at.shape), 2).tolist()
    told = [
        {"image_id": where, "category_id": label, "bbox": box, "score": s}
        for where, label, box, s in zip(image, seen, met, score, strict=True)
    ]
    (folder / "predictions.json").write_text(json.dumps(told))
    centres, along = rng.normal(size=(len(CLASSES), _AXES)), rng.normal(size=(len(CLASSES), 8, _AXES))
    kind = truth.ravel()
    spread = np.einsum("nk,nkd->nd", rng.normal(0, 0.5, (truth.size, 8)), along[kind])
    vectors = (centres[kind] + spread + rng.normal(0, 0.3, (truth.size, _AXES))).astype(np.float32)
    np.savez(folder / "vectors.npz", ids=np.arange(truth.size).astype(str), vectors=vectors)
