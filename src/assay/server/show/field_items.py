"""Rows with their value of a field, as they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from assay.model.level import Level
from assay.server.replies import ImageObject
from assay.server.replies.fields import FieldItem
from assay.server.show.frames import Frames
from assay.server.show.objects import show_objects
from assay.workflows.explore.field_page import Picked
from assay.workflows.explore.objects import labels_by_id, predictions_by_id
from assay.workflows.explore.search import Question

Objects: TypeAlias = dict[int, tuple[int, ImageObject]]
"""By id: the image in which an object lies, and the object."""


def show_items(question: Question, groups: Sequence[Picked]) -> list[list[FieldItem]]:
    """Each group of rows in its order; all groups are read at once."""
    ids = np.unique(np.concatenate([np.empty(0, np.int64), *(group.ids for group in groups)]))
    read = _images if question.level is Level.IMAGE else _objects
    images, objects = read(question, ids.tolist())
    return [
        [
            {
                "level": question.level,
                "id": id,
                "value": value,
                "image": images.ref(objects[id][0] if objects else id),
                "object": objects[id][1] if objects else None,
            }
            for id, value in zip(group.ids.tolist(), group.values.tolist(), strict=True)
        ]
        for group in groups
    ]


def _images(question: Question, ids: list[int]) -> tuple[Frames, Objects]:
    return Frames.read(question.snapshot, ids), {}


def _objects(question: Question, ids: list[int]) -> tuple[Frames, Objects]:
    is_label = question.level is Level.ANNOTATION
    rows = (labels_by_id if is_label else predictions_by_id)(question.snapshot, ids, question.scope)
    source: Literal["label", "prediction"] = "label" if is_label else "prediction"
    image_ids = rows.column("image_id").to_pylist()
    frames = Frames.read(question.snapshot, image_ids)
    shown = show_objects(rows, source, frames)
    return frames, {item["id"]: (image_id, item) for image_id, item in zip(image_ids, shown, strict=True)}
