"""The scenes set: real digits on stickers over real photos, as a detection set with injected label errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from sklearn.datasets import load_digits, load_sample_images

from assay.demo.digits import INK, NAMES
from assay.demo.injected import write_injected
from assay.demo.model import predict_scenes
from assay.demo.spoil import Label, spoil

WIDTH, HEIGHT = 640, 480
"""Pixels of a scene."""

MEAN_OBJECTS = 6

PAPERS = ((250, 246, 232), (255, 236, 179), (214, 234, 248), (232, 218, 239), (212, 239, 223), (250, 219, 216))
INKS = ((33, 37, 41), (26, 58, 120), (120, 28, 28), (20, 83, 45))


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: its pixels (HEIGHT, WIDTH, 3) uint8, its true boxes (n, 4) x, y, w, h and classes (n,)."""

    pixels: NDArray[np.uint8]
    boxes: NDArray[np.float64]
    classes: NDArray[np.int64]


def write_scenes(folder: Path, *, count: int = 400, seed: int = 0) -> None:
    """Write the set to `folder`.

    `images/<n>.jpg`, `labels.json` (COCO, with the injected errors in it), `injected.json` (what they are), and
    `predictions.json` (COCO results with class probabilities, of a model trained on other scenes).
    """
    rng = np.random.default_rng(seed)
    (folder / "images").mkdir(parents=True, exist_ok=True)
    scenes = list(_compose(count, rng))
    names = [f"scene_{index:04d}.jpg" for index in range(count)]
    for scene, name in zip(scenes, names, strict=True):
        Image.fromarray(scene.pixels).save(folder / "images" / name, quality=90)
    labels, errors = spoil([(scene.boxes, scene.classes) for scene in scenes], names, (WIDTH, HEIGHT), rng)
    (folder / "labels.json").write_text(json.dumps(_coco(names, labels)), encoding="utf-8")
    write_injected(errors, folder / "injected.json")
    given = [[label for label in labels if label.image == index] for index in range(count)]
    predictions = predict_scenes([scene.pixels for scene in scenes], [s.boxes for s in scenes], given, seed=seed)
    (folder / "predictions.json").write_text(json.dumps(predictions), encoding="utf-8")


def _compose(count: int, rng: np.random.Generator) -> Iterator[Scene]:
    digits = load_digits()
    photos = [Image.fromarray(photo) for photo in load_sample_images().images]
    for _ in range(count):
        canvas = _background(photos[rng.integers(len(photos))], rng)
        boxes: list[tuple[int, int, int, int]] = []
        classes: list[int] = []
        for _ in range(int(np.clip(rng.poisson(MEAN_OBJECTS), 0, 12))):
            side = int(rng.integers(44, 120))
            place = _free_place(boxes, side, rng)
            if place is None:
                continue
            pick = int(rng.integers(len(digits.target)))
            _stick(canvas, digits.images[pick] / INK, (*place, side), rng)
            boxes.append((*place, side, side))
            classes.append(int(digits.target[pick]))
        yield Scene(
            np.asarray(canvas),
            np.array(boxes, dtype=np.float64).reshape(-1, 4),
            np.array(classes, dtype=np.int64),
        )


def _background(photo: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A part of a real photo: cropped, perhaps mirrored, lighter or darker."""
    share = rng.uniform(0.45, 1.0)
    width = int(photo.width * share)
    height = int(min(photo.height, width * HEIGHT / WIDTH))
    width = int(height * WIDTH / HEIGHT)
    left, top = int(rng.integers(photo.width - width + 1)), int(rng.integers(photo.height - height + 1))
    part = photo.crop((left, top, left + width, top + height)).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    if rng.random() < 0.5:
        part = part.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    light = rng.uniform(0.55, 1.15)
    return part.point([min(255, int(value * light)) for value in range(256)] * 3)


def _free_place(taken: list[tuple[int, int, int, int]], side: int, rng: np.random.Generator) -> tuple[int, int] | None:
    """A place where a sticker overlaps no other by more than a corner; None when twenty tries found none."""
    for _ in range(20):
        x, y = int(rng.integers(4, WIDTH - side - 4)), int(rng.integers(4, HEIGHT - side - 4))
        if all(x + side < a + 4 or a + w < x + 4 or y + side < b + 4 or b + h < y + 4 for a, b, w, h in taken):
            return x, y
    return None


def _stick(
    canvas: Image.Image, stroke: NDArray[np.float64], place: tuple[int, int, int], rng: np.random.Generator
) -> None:
    """Paste one handwritten digit as a paper sticker with a soft shadow."""
    x, y, side = place
    paper, ink = PAPERS[rng.integers(len(PAPERS))], INKS[rng.integers(len(INKS))]
    shape = Image.new("L", (side, side), 0)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, side - 1, side - 1), radius=side // 8, fill=255)
    shadow = Image.new("L", (side + 16, side + 16), 0)
    shadow.paste(shape.point([value // 3 for value in range(256)]), (8, 8))
    canvas.paste((0, 0, 0), (x - 6, y - 5), mask=shadow.filter(ImageFilter.GaussianBlur(3)))
    sticker = Image.new("RGB", (side, side), paper)
    inner = int(side * 0.84)
    digit = Image.fromarray(np.round(255 * stroke).astype(np.uint8)).resize((inner, inner), Image.Resampling.BICUBIC)
    offset = (side - inner) // 2
    sticker.paste(ink, (offset, offset), mask=digit)
    canvas.paste(sticker, (x, y), mask=shape)


def _coco(names: list[str], labels: list[Label]) -> dict[str, object]:
    return {
        "info": {"description": "Assay demo: handwritten digits on photos, with injected label errors"},
        "images": [{"id": i, "file_name": name, "width": WIDTH, "height": HEIGHT} for i, name in enumerate(names)],
        "categories": [{"id": i, "name": name, "supercategory": "digit"} for i, name in enumerate(NAMES)],
        "annotations": [
            {
                "id": label.id,
                "image_id": label.image,
                "category_id": label.category,
                "bbox": [round(value, 2) for value in label.box],
                "area": round(label.box[2] * label.box[3], 2),
                "iscrowd": 0,
            }
            for label in labels
        ],
    }
