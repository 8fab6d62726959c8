"""Boxes that a person's own training finds in test images, held against the labels by average precision."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assay.arrays import Flags, Ids
from assay.errors import ChoiceInvalid
from assay.evaluation.coco import CocoRows, evaluate_coco
from assay.workflows.fixes.material import FixMaterial, Floats

FOUND_COLUMNS = frozenset({"path", "label", "score", "x", "y", "w", "h"})
"""The columns by which a file is known to hold boxes that were found."""


@dataclass(frozen=True, slots=True, eq=False)
class FoundBoxes:
    """(p,) image, place of the class, and score of each box; boxes (p, 4) x, y, w, h."""

    image: Ids
    category: Ids
    score: Floats
    boxes: Floats


def read_found(rows: Iterable[Mapping[str, str]], *, paths: Mapping[str, int], names: Sequence[str]) -> FoundBoxes:
    """The rows that name an image and a class of ours, in numbers; all others are left out."""
    places = {name: at for at, name in enumerate(names)}
    known = [
        (paths[row["path"]], places[row["label"]], *numbers)
        for row in rows
        if row["path"] in paths and row["label"] in places and (numbers := _numbers(row)) is not None
    ]
    table = np.array(known, np.float64).reshape(-1, 7)
    return FoundBoxes(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], table[:, 3:])


def precisions_of(found: FoundBoxes, of: FixMaterial, *, crowd: Flags) -> Floats:
    """(1 + K,) COCO's average precision over all classes, then that of each, NaN without labels that count.

    What is right are today's boxes of the test items; boxes in other images are not looked at.

    Raises
    ------
    ChoiceInvalid : no test item that counts has a box.
    """
    has = ~np.isnan(of.asked_boxes).any(axis=1)
    if not (has & ~crowd).any():
        raise ChoiceInvalid("No test item has a box to be found.", hint="Let the command write id and label.")
    boxes = of.asked_boxes[has]
    labels = CocoRows(
        of.asked_images[has], of.truth[has], area=_areas(boxes), shapes=boxes, crowd=crowd[has], ignore=crowd[has]
    )
    rows = np.isin(found.image, of.asked_images)
    shapes = found.boxes[rows]
    predictions = CocoRows(
        found.image[rows], found.category[rows], area=_areas(shapes), shapes=shapes, score=found.score[rows]
    )
    arrays = evaluate_coco(labels, predictions, class_ids=range(len(of.categories)))
    return np.concatenate([[arrays.average_precision()], arrays.class_precision()])


def _numbers(row: Mapping[str, str]) -> tuple[float, ...] | None:
    """Score and box of a row; None where one of them is no number."""
    try:
        values = tuple(float(row[name]) for name in ("score", "x", "y", "w", "h"))
    except (TypeError, ValueError):
        return None
    return values if all(map(math.isfinite, values)) else None


def _areas(boxes: Floats) -> Floats:
    areas: Floats = boxes[:, 2] * boxes[:, 3]
    return areas
