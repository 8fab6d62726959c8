"""A dataset: images that belong together, with the classes their labels may have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Task(StrEnum):
    """What the labels of a dataset say."""

    CLASSIFICATION = "classification"
    DETECTION = "detection"
    SEGMENTATION = "segmentation"
    KEYPOINTS = "keypoints"


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset of a project.

    `extra` holds what the source file said about the set as a whole (COCO `info`, `licenses`…),
    as JSON text, so that an export can write it back.
    """

    id: int
    name: str
    task: Task
    extra: str | None = None
