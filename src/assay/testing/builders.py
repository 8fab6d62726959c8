"""Tiny synthetic sets whose every error is known: for tests of workflows, plug-ins, servers and pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

CLASSES = ("disc", "square", "cone")
COLOURS = ("#e4572e", "#4c9be8", "#76b041")
WIDTH, HEIGHT = 160, 120

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ToySet:
    """A detection set on disk.

    `labels` is a COCO file, `predictions` a COCO result file, `images` the folder of the pictures.
    `errors` names the injected error of an image by its file name: `missing_object`, `wrong_class`,
    `loose_box`, `duplicate_box` or `spurious_label`; images not named are right.
    """

    labels: Path
    predictions: Path
    images: Path
    errors: Mapping[str, str]
    image_count: int
    label_count: int
    prediction_count: int


def toy_set(folder: Path, *, images: int = 12) -> ToySet:
    """Draw `images` pictures of three shapes each into `folder`, label them, and spoil the first five labels.

    The predictions are exact boxes of every true shape with the true class and a score from 0.80 to 0.97, and
    one weak false alarm in the last picture. The same call gives the same bytes.
    """
    pictures = folder / "images"
    pictures.mkdir(parents=True, exist_ok=True)
    names = [f"toy_{index:02d}.png" for index in range(images)]
    truth = [_shapes(index) for index in range(images)]
    for name, shapes in zip(names, truth, strict=True):
        _draw(shapes).save(pictures / name)
    errors = dict(zip(names, _SPOILERS, strict=False))
    labels = [
        (index, category, box)
        for index, shapes in enumerate(truth)
        for category, box in _spoiled(shapes, errors.get(names[index]))
    ]
    predictions = [
        {"image_id": index + 1, "category_id": category + 1, "bbox": list(box), "score": _score(index, at)}
        for index, shapes in enumerate(truth)
        for at, (category, box) in enumerate(shapes)
    ]
    predictions.append({"image_id": images, "category_id": 1, "bbox": [2.0, 96.0, 20.0, 20.0], "score": 0.12})
    label_file, prediction_file = folder / "labels.json", folder / "predictions.json"
    label_file.write_text(json.dumps(_coco(names, labels)), encoding="utf-8")
    prediction_file.write_text(json.dumps(predictions), encoding="utf-8")
    return ToySet(label_file, prediction_file, pictures, errors, images, len(labels), len(predictions))


_SPOILERS = ("missing_object", "wrong_class", "loose_box", "duplicate_box", "spurious_label")


def _shapes(index: int) -> list[tuple[int, Box]]:
    """Class and box of the three shapes of a picture; sizes and places differ from picture to picture."""
    side = 26.0 + 2 * (index % 5)
    step = 3.0 * (index % 4)
    return [
        (index % 3, (8.0 + step, 10.0, side, side)),
        ((index + 1) % 3, (62.0, 34.0 + step, side + 6, side + 6)),
        ((index + 2) % 3, (112.0 - step, 8.0, side + 4, side)),
    ]


def _draw(shapes: list[tuple[int, Box]]) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#20242c")
    pen = ImageDraw.Draw(picture)
    for category, (x, y, w, h) in shapes:
        corners = (x, y, x + w - 1, y + h - 1)
        if category == 0:
            pen.ellipse(corners, fill=COLOURS[0])
        elif category == 1:
            pen.rectangle(corners, fill=COLOURS[1])
        else:
            pen.polygon([(x, y + h - 1), (x + w / 2, y), (x + w - 1, y + h - 1)], fill=COLOURS[2])
    return picture


def _spoiled(shapes: list[tuple[int, Box]], error: str | None) -> list[tuple[int, Box]]:
    first, *rest = shapes
    category, (x, y, w, h) = first
    if error == "missing_object":
        return rest
    if error == "wrong_class":
        return [((category + 1) % len(CLASSES), (x, y, w, h)), *rest]
    if error == "loose_box":
        return [(category, (x - 5, y - 6, w + 12, h + 12)), *rest]
    if error == "duplicate_box":
        return [first, (category, (x + 1, y + 1, w, h)), *rest]
    if error == "spurious_label":
        return [(category, (8.0, 84.0, 30.0, 30.0)), *shapes]
    return shapes


def _score(index: int, at: int) -> float:
    return round(0.80 + ((index * 3 + at) % 18) / 100, 2)


def _coco(names: list[str], labels: list[tuple[int, int, Box]]) -> dict[str, object]:
    return {
        "info": {"description": "toy shapes"},
        "images": [{"id": i + 1, "file_name": n, "width": WIDTH, "height": HEIGHT} for i, n in enumerate(names)],
        "categories": [{"id": i + 1, "name": name} for i, name in enumerate(CLASSES)],
        "annotations": [
            {
                "id": at + 1,
                "image_id": image + 1,
                "category_id": category + 1,
                "bbox": list(box),
                "area": box[2] * box[3],
                "iscrowd": 0,
            }
            for at, (image, category, box) in enumerate(labels)
        ],
    }
