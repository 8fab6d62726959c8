"""Random sets with known errors, as a detector sees them: each error is named by its label, prediction or image."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assay.arrays import Boxes, Ids, Labels
from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind
from assay.testing.views import images_table, labels_table, predictions_table, view_of

WIDTH, HEIGHT = 640, 480
CELL_WIDTH, CELL_HEIGHT = 160, 240
"""Objects lie in cells of their own, so that none overlaps another."""

CLASSES = ("bolt", "nut", "screw")


@dataclass(frozen=True, slots=True)
class SpoiledView:
    """A view, and the ids of what is wrong in it by kind of issue.

    For `missing_object` these are ids of the predictions that show the object, for `duplicate_image` of images,
    else of labels; of a duplicated label either one may be found, and only the added one is named.
    """

    view: DatasetView
    errors: Mapping[IssueKind, frozenset[int]]


def spoiled_detection(*, images: int = 60, errors: int = 8, seed: int = 0) -> SpoiledView:
    """A detection set of `images` images with `errors` errors of each kind.

    Predictions are the true boxes, a few percent off, with scores mostly above 0.6, and faint false alarms.
    The last two images are one file in two splits.
    """
    rng = np.random.default_rng(seed)
    image, boxes, category = _truth(images, rng)
    order = rng.permutation(len(image))
    swapped, missing, loose, doubled = order[: 4 * errors].reshape(4, errors)
    label_boxes, label_class = boxes.copy(), category.copy()
    label_class[swapped] = (label_class[swapped] + 1) % len(CLASSES)
    label_boxes[loose] = _grown(boxes[loose], 0.45)
    kept = np.setdiff1d(np.arange(len(image)), missing)
    nowhere_image, nowhere = _free_places(image, boxes, images, rng)
    nowhere_image, nowhere = nowhere_image[:errors], nowhere[:errors]
    count, added = len(kept), len(kept) + errors
    labels = labels_table(
        np.concatenate((image[kept], image[doubled], nowhere_image)),
        np.concatenate((label_boxes[kept], _jittered(boxes[doubled], 0.02, rng), nowhere)),
        np.concatenate((label_class[kept], category[doubled], rng.integers(len(CLASSES), size=errors))),
    )
    found = {
        IssueKind.WRONG_CLASS: np.flatnonzero(np.isin(kept, swapped)),
        IssueKind.MISSING_OBJECT: missing,
        IssueKind.LOOSE_BOX: np.flatnonzero(np.isin(kept, loose)),
        IssueKind.DUPLICATE_BOX: np.arange(count, added),
        IssueKind.SPURIOUS_LABEL: np.arange(added, added + errors),
        IssueKind.DUPLICATE_IMAGE: np.array([images - 1]),
    }
    view = view_of(
        _images(images),
        labels,
        _predictions(image, boxes, category, images, rng),
        classes=CLASSES,
        digests=_digests(images),
    )
    return SpoiledView(view, {kind: frozenset(ids.tolist()) for kind, ids in found.items()})


def spoiled_classes(*, images: int = 400, share: float = 0.06, seed: int = 0) -> SpoiledView:
    """A classification set whose predictions carry class probabilities; `share` of the labels is wrong."""
    rng = np.random.default_rng(seed)
    k = len(CLASSES)
    true = rng.integers(k, size=images)
    logits = rng.normal(0, 1, (images, k))
    logits[np.arange(images), true] += 2 + rng.gamma(2, 1.5, images)
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    wrong = rng.permutation(images)[: round(share * images)]
    given = true.copy()
    given[wrong] = (true[wrong] + rng.integers(1, k, len(wrong))) % k
    whole = np.full((images, 4), np.nan)
    predictions = predictions_table(
        np.arange(images),
        whole,
        probabilities.argmax(axis=1),
        probabilities.max(axis=1),
        probabilities=pa.array(list(probabilities.astype(np.float32)), pa.list_(pa.float32())),
    )
    view = view_of(_images(images), labels_table(np.arange(images), whole, given), predictions, classes=CLASSES)
    return SpoiledView(view, {IssueKind.WRONG_CLASS: frozenset(wrong.tolist())})


def _truth(images: int, rng: np.random.Generator) -> tuple[Ids, Boxes, Labels]:
    """Image, box and class of every object: each cell of an image holds one with probability 0.8."""
    columns, rows = WIDTH // CELL_WIDTH, HEIGHT // CELL_HEIGHT
    cell = np.arange(images * columns * rows)
    cell = cell[rng.random(len(cell)) < 0.8]
    size = rng.uniform(50, 110, (len(cell), 2))
    return (
        cell // (columns * rows),
        _in_cells(cell, size, rng),
        rng.integers(len(CLASSES), size=len(cell)).astype(np.int32),
    )


def _in_cells(cell: Ids, size: Boxes, rng: np.random.Generator) -> Boxes:
    columns, rows = WIDTH // CELL_WIDTH, HEIGHT // CELL_HEIGHT
    corner = np.column_stack((cell % columns * CELL_WIDTH, cell // columns % rows * CELL_HEIGHT))
    room = np.array([CELL_WIDTH, CELL_HEIGHT]) - size
    return np.column_stack((corner + rng.uniform(0.2, 0.8, size.shape) * room, size))


def _free_places(image: Ids, boxes: Boxes, images: int, rng: np.random.Generator) -> tuple[Ids, Boxes]:
    """Images and boxes of cells without an object, in random order."""
    columns, rows = WIDTH // CELL_WIDTH, HEIGHT // CELL_HEIGHT
    taken = image * columns * rows + boxes[:, 1] // CELL_HEIGHT * columns + boxes[:, 0] // CELL_WIDTH
    free = rng.permutation(np.setdiff1d(np.arange(images * columns * rows), taken.astype(np.int64)))
    return free // (columns * rows), _in_cells(free, rng.uniform(50, 110, (len(free), 2)), rng)


def _predictions(image: Ids, boxes: Boxes, category: Labels, images: int, rng: np.random.Generator) -> pa.Table:
    alarm_image, alarms = _free_places(image, boxes, images, rng)
    alarm_image, alarms = alarm_image[: images // 2], alarms[: images // 2]
    return predictions_table(
        np.concatenate((image, alarm_image)),
        np.concatenate((_jittered(boxes, 0.02, rng), alarms)),
        np.concatenate((category, rng.integers(len(CLASSES), size=len(alarms)))),
        np.concatenate((rng.beta(12, 2, len(image)), rng.uniform(0.01, 0.08, len(alarms)))),
    )


def _jittered(boxes: Boxes, by: float, rng: np.random.Generator) -> Boxes:
    """Boxes off by a normal error of `by` of their sides, in place and in size."""
    off = rng.normal(0, by, boxes.shape)
    size = boxes[:, 2:] * np.exp(off[:, 2:])
    return np.column_stack((boxes[:, :2] + off[:, :2] * boxes[:, 2:] + (boxes[:, 2:] - size) / 2, size))


def _grown(boxes: Boxes, by: float) -> Boxes:
    return np.column_stack((boxes[:, :2] - by / 2 * boxes[:, 2:], (1 + by) * boxes[:, 2:]))


def _images(count: int) -> pa.Table:
    """Image rows of differing file sizes but for the last two, which differ only in their split."""
    sizes = np.arange(10_000, 10_000 + count)
    sizes[-2:] = 9_000
    splits = ["train"] * (count - 1) + ["val"]
    return images_table(count, width=WIDTH, height=HEIGHT, file_size=sizes.tolist(), split=splits)


def _digests(images: int) -> Callable[[Ids], Sequence[str | None]]:
    def digests(ids: Ids) -> Sequence[str | None]:
        return [f"{min(int(i), images - 2):064x}" for i in ids]

    return digests
