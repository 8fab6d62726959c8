"""The demo's detector: jittered boxes, read by a real classifier trained on the labels of other scenes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from sklearn.calibration import CalibratedClassifierCV

from assay.demo.digits import NAMES
from assay.demo.reader import digit_reader
from assay.demo.spoil import Label

FOLDS = 2
SEEN = 14
"""Pixels a side of what the classifier sees of a box."""

BACKGROUND = len(NAMES)
FALSE_TRIES = 8
"""Places without an object that the model looks at in every scene."""

LEAST_SCORE = 0.1
"""A place that the model takes for background is a prediction all the same when some digit is this likely."""

Boxes = NDArray[np.float64]


def predict_scenes(
    scenes: Sequence[NDArray[np.uint8]], true_boxes: Sequence[Boxes], labels: Sequence[Sequence[Label]], *, seed: int
) -> list[dict[str, object]]:
    """COCO results: each scene predicted by a classifier that was trained on the given labels of the other fold.

    The boxes are the true ones, jittered, plus places with no object; what they are called and how sure that
    is comes from the classifier alone.
    """
    rng = np.random.default_rng(seed + 1)
    fold = rng.integers(FOLDS, size=len(scenes))
    results: list[dict[str, object]] = []
    for held_out in range(FOLDS):
        model = _train([i for i in range(len(scenes)) if fold[i] != held_out], scenes, labels, rng)
        images: list[int] = np.flatnonzero(fold == held_out).tolist()
        boxes = [np.concatenate([_jittered(b, rng), _empty_places(b, rng)]) for b in (true_boxes[i] for i in images)]
        seen = np.concatenate([_seen(scenes[image], places) for image, places in zip(images, boxes, strict=True)])
        probabilities = np.zeros((len(seen), BACKGROUND + 1))
        probabilities[:, model.classes_] = model.predict_proba(seen)
        image_of = np.repeat(np.array(images, dtype=np.int64), [len(places) for places in boxes])
        results.extend(_results(image_of, np.concatenate(boxes), probabilities))
    return sorted(results, key=lambda row: (row["image_id"], -float(str(row["score"]))))


def _train(
    images: Sequence[int],
    scenes: Sequence[NDArray[np.uint8]],
    labels: Sequence[Sequence[Label]],
    rng: np.random.Generator,
) -> CalibratedClassifierCV:
    crops: list[NDArray[np.float64]] = []
    classes: list[int] = []
    for image in images:
        boxes = np.array([label.box for label in labels[image]], dtype=np.float64).reshape(-1, 4)
        around = _empty_places(boxes, rng)
        # Each label twice, as a detector might have boxed it: the classifier must not lean on exact edges.
        crops.append(_seen(scenes[image], np.concatenate([_jittered(boxes, rng), _jittered(boxes, rng), around])))
        given = [label.category for label in labels[image]]
        classes.extend(given + given + [BACKGROUND] * len(around))
    return digit_reader(gamma="scale").fit(np.concatenate(crops), classes)


def _results(image_of: NDArray[np.int64], boxes: Boxes, probabilities: NDArray[np.float64]) -> list[dict[str, object]]:
    return [
        {
            "image_id": int(image),
            "category_id": int(row[:BACKGROUND].argmax()),
            "bbox": [round(float(value), 2) for value in box],
            "score": round(float(row[:BACKGROUND].max()), 5),
            "probabilities": [round(float(value), 5) for value in row[:BACKGROUND]],
        }
        for image, box, row in zip(image_of, boxes, probabilities, strict=True)
        if row.argmax() != BACKGROUND or row[:BACKGROUND].max() > LEAST_SCORE
    ]


def _jittered(boxes: Boxes, rng: np.random.Generator) -> Boxes:
    """Boxes as a detector would give them: a few percent off in place and size."""
    noise = rng.normal(0, 0.03, boxes.shape)
    size = boxes[:, 2:] * np.exp(noise[:, 2:])
    centre = boxes[:, :2] + boxes[:, 2:] / 2 + noise[:, :2] * boxes[:, 2:]
    return np.concatenate([centre - size / 2, size], axis=1)


def _empty_places(boxes: Boxes, rng: np.random.Generator) -> Boxes:
    """Boxes that hold no object, or only the edge of one."""
    side = rng.uniform(40, 120, (FALSE_TRIES, 1))
    corner = rng.uniform(0, 1, (FALSE_TRIES, 2)) * (np.array([640.0, 480.0]) - side)
    places = np.concatenate([corner, side, side], axis=1)
    low = np.maximum(places[:, None, :2], boxes[None, :, :2])
    high = np.minimum(places[:, None, :2] + places[:, None, 2:], boxes[None, :, :2] + boxes[None, :, 2:])
    overlap = np.prod(np.clip(high - low, 0, None), axis=2).sum(axis=1)
    empty: Boxes = places[overlap < 0.1 * side[:, 0] ** 2]
    return empty


def _seen(scene: NDArray[np.uint8], boxes: Boxes) -> NDArray[np.float64]:
    """(n, SEEN²) float64: what the classifier sees of each box, its contrast evened out."""
    grey = Image.fromarray(scene).convert("L")
    crops = np.empty((len(boxes), SEEN * SEEN))
    for row, (x, y, w, h) in zip(crops, boxes, strict=True):
        crop = grey.resize((SEEN, SEEN), Image.Resampling.BOX, box=_clipped(x, y, w, h, grey.size))
        values = np.asarray(crop, dtype=np.float64)
        row[:] = ((values - values.mean()) / (values.std() + 8)).ravel()
    return crops


def _clipped(x: float, y: float, w: float, h: float, size: tuple[int, int]) -> tuple[float, float, float, float]:
    return max(x, 0.0), max(y, 0.0), min(x + w, float(size[0])), min(y + h, float(size[1]))
