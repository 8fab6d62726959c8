"""What metrics are tried on: pictures of every odd kind, as files, and sets of labels and predictions, as views."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from PIL import Image

from assay.media.decode_file import decode_file
from assay.media.image_file import read_image_file
from assay.metrics.metric import Need
from assay.metrics.picture import Picture
from assay.metrics.view import Images, Objects, View
from assay.model.category import Category
from assay.model.level import Level
from assay.schema.tables import MATCHES
from assay.testing.spoiled_views import spoiled_classes, spoiled_detection
from assay.testing.views import images_table, labels_table, predictions_table

FRAMES, TRACKS = 12, 3


def write_pictures(folder: Path) -> Iterator[Path]:
    """Image files of every kind that metrics meet: sizes, depths, channels, colours; each of its own seed."""
    rng = np.random.default_rng(3)
    noise = rng.integers(0, 256, (48, 64, 3), dtype=np.uint8)
    ramp = np.repeat(np.linspace(0, 255, 64).astype(np.uint8)[None, :], 48, axis=0)
    pictures: Mapping[str, Image.Image] = {
        "one_pixel.png": Image.fromarray(noise[:1, :1]),
        "one_row.png": Image.fromarray(noise[:1]),
        "one_column.png": Image.fromarray(noise[:, :1]),
        "black.png": Image.new("RGB", (40, 30)),
        "white.png": Image.new("RGB", (40, 30), (255, 255, 255)),
        "noise.png": Image.fromarray(noise),
        "photo.jpg": Image.fromarray(_photo(rng)),
        "grey.png": Image.fromarray(ramp),
        "sixteen_bit.png": Image.fromarray(ramp.astype(np.uint16) << 4),
        "alpha.png": Image.fromarray(np.dstack((noise, ramp))),
        "palette.gif": Image.fromarray(noise).quantize(16),
        "cmyk.jpg": Image.fromarray(noise).convert("CMYK"),
        "float.tiff": Image.fromarray(ramp.astype(np.float32) / 255),
    }
    for name, picture in pictures.items():
        picture.save(folder / name)
        yield folder / name


@cache
def example_pictures() -> tuple[tuple[str, Picture], ...]:
    """The pictures in those files, by name."""
    with tempfile.TemporaryDirectory() as folder:
        files = [read_image_file(path) for path in write_pictures(Path(folder))]
        return tuple((file.path.name, Picture.decoded(decode_file(file), file)) for file in files)


@cache
def example_views() -> Mapping[str, tuple[View, frozenset[Need]]]:
    """Sets by name, and the needs that each of them meets."""
    detection, classes = spoiled_detection(images=24, errors=3).view, spoiled_classes(images=60).view
    boxed = {Need.LABELS, Need.RUN, Need.MATCHES}
    return {
        "a detection set": (_view(detection), frozenset({*boxed, Need.EMBEDDINGS})),
        "a classification set": (_view(classes), frozenset({*boxed, Need.PROBABILITIES, Need.EMBEDDINGS})),
        "a video": (_video(), frozenset({*boxed, Need.TRACKS, Need.MASKS, Need.KEYPOINTS})),
    }


def empty_view() -> View:
    """No image, and so nothing else."""
    return view_of_tables(images_table(0), labels_table([], _no_boxes(), []))


def view_of_tables(
    images: pa.Table, labels: pa.Table, predictions: pa.Table | None = None, *, matches: pa.Table | None = None
) -> View:
    """A view over these tables, with classes a, b, c and so on."""
    rows = Images(images)
    count = 1 + max([0, *labels["category_id"].to_pylist()])
    return View(
        rows,
        Objects.of(labels, rows),
        None if predictions is None else Objects.of(predictions, rows),
        [Category(at, 1, chr(97 + at), str(at)) for at in range(max(3, count))],
        matches,
    )


def _view(found: Any) -> View:
    matches = _matches(found.annotations, found.predictions)
    view = view_of_tables(found.images, found.annotations, found.predictions, matches=matches)
    return replace(view, embeddings={level: _vectors(view, level) for level in (Level.IMAGE, Level.ANNOTATION)})


def _vectors(view: View, level: Level) -> NDArray[np.float32]:
    """A direction per row, more alike within a class; the first three rows are copies, and the last has none."""
    rng = np.random.default_rng(9)
    kind = view.labels.category if level is Level.ANNOTATION else np.arange(len(view.images)) % 3
    vectors = rng.normal(0, 1, (len(kind), 16)) + 3 * np.eye(16)[kind]
    vectors[:3] = vectors[0]
    vectors[-1] = np.nan
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32)


def _video() -> View:
    """Boxes that move over the frames of a video, with polygons, keypoints and track ids, and predictions of them."""
    rng = np.random.default_rng(5)
    image = np.repeat(np.arange(FRAMES), TRACKS)
    track = np.tile(np.arange(TRACKS), FRAMES)
    boxes = np.stack([20 + 150 * track + 4 * image, 60 + 3 * image, 60 + track, 80 + image], axis=1).astype(float)
    shown = boxes + rng.normal(0, 1, boxes.shape)
    more = {
        "kind": "polygon",
        "segmentation": [json.dumps([_octagon(box)]) for box in boxes.tolist()],
        "keypoints": pa.array([_points(box) for box in boxes.tolist()], pa.list_(pa.float64())),
        "track_id": [str(number) for number in track.tolist()],
        "area": (boxes[:, 2] * boxes[:, 3]).tolist(),
    }
    images = images_table(FRAMES)
    labels = labels_table(image, boxes, track % 3, **more)
    predictions = predictions_table(image, shown, track % 3, rng.uniform(0.3, 1, len(image)), **more)
    return view_of_tables(images, labels, predictions, matches=_matches(labels, predictions))


def _octagon(box: list[float]) -> list[float]:
    x, y, w, h = box
    turns = np.arange(8) * np.pi / 4
    points = np.stack([x + w / 2 + w / 2 * np.cos(turns), y + h / 2 + h / 2 * np.sin(turns)], axis=1)
    return [round(float(value), 2) for value in points.ravel()]


def _points(box: list[float]) -> list[float]:
    x, y, w, h = box
    return [x + w / 4, y + h / 4, 2, x + w / 2, y + h / 2, 1, x + w, y + h, 0]


def _matches(labels: pa.Table, predictions: pa.Table) -> pa.Table:
    """Each label with the prediction at its place, as far as there are both; the images need not be one."""
    count = min(labels.num_rows, predictions.num_rows)
    same = labels["image_id"].to_numpy()[:count] == predictions["image_id"].to_numpy()[:count]
    at = pa.array(np.flatnonzero(same))
    return pa.table(
        {
            "evaluation_id": np.ones(len(at), np.int32),
            "run_id": np.ones(len(at), np.int32),
            "image_id": labels["image_id"].take(at),
            "annotation_id": labels["id"].take(at),
            "prediction_id": predictions["id"].take(at),
            "category_id": labels["category_id"].take(at),
            "predicted_category_id": predictions["category_id"].take(at),
            "outcome": ["correct"] * len(at),
            "iou": np.linspace(0.5, 1, len(at)),
        },
        schema=MATCHES.arrow,
    )


def _photo(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Something smooth with edges, as photos are."""
    y, x = np.mgrid[:120, :160]
    shades = [128 + 90 * np.sin(x / (9 + 4 * channel)) * np.cos(y / 11) for channel in range(3)]
    photo = np.stack(shades, axis=2) + rng.normal(0, 6, (120, 160, 3))
    photo[30:70, 40:90] = (200, 40, 40)
    return np.clip(photo, 0, 255).astype(np.uint8)


def _no_boxes() -> NDArray[np.float64]:
    return np.zeros((0, 4))
