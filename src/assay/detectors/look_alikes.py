"""What is nearest to a label or an image, told and drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.detectors.own_evidence import OwnEvidence
from assay.detectors.view import DatasetView
from assay.model.level import Level
from assay.vectors.neighbours import Neighbours

SHOWN = 8
"""Look-alikes whose pictures are shown beside a suspect."""


def labels_near(view: DatasetView, near: Neighbours, row: int) -> Mapping[str, Any]:
    """The labels at `row` of `near`, the nearest first, as the key `neighbours` of a suspect's evidence."""
    rows, distances = _first(near, row)
    labels = view.labels
    return _told(Level.ANNOTATION, labels.id[rows], labels.category[rows].tolist(), distances)


def images_near(view: DatasetView, near: Neighbours, row: int) -> Mapping[str, Any]:
    """The same of images, which have no class."""
    rows, distances = _first(near, row)
    return _told(Level.IMAGE, view.images["id"].to_numpy()[rows], [None] * len(rows), distances)


def _first(near: Neighbours, row: int) -> tuple[Ids, NDArray[np.float64]]:
    """The rows that are shown, and how far they are."""
    rows = near.rows[row, :SHOWN]
    return rows[rows >= 0], near.distances[row, :SHOWN][rows >= 0]


def _told(level: Level, ids: Ids, classes: list[int | None], distances: NDArray[np.float64]) -> Mapping[str, Any]:
    return {"level": level.value, "ids": ids, "category_ids": classes, "distances": distances}


def told_of(view: DatasetView, own: OwnEvidence, row: int, *, given: int) -> str:
    """How the look-alikes of a label are labelled, for a sentence: "8 of its 10 look-alikes are labelled iii"."""
    voters = own.voters[row][own.voters[row] >= 0]
    if not len(voters):
        return "nothing looks like it"
    classes, votes = np.unique(view.labels.category[voters], return_counts=True)
    agreeing = int(votes[classes == given].sum())
    top = int(votes.argmax())
    name = "so too" if classes[top] == given else view.class_names[int(classes[top])]
    if len(voters) == 1:
        return f"its only look-alike is labelled {name}"
    if classes[top] == given:
        return f"{agreeing} of its {len(voters)} look-alikes are labelled {name}"
    own_name = view.class_names[given]
    rest = f", {agreeing} {own_name}" if agreeing else f", none {own_name}"
    return f"{votes[top]} of its {len(voters)} look-alikes are labelled {name}{rest}"
