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


class Exif(StrEnum):
    """Which picture the labels of a dataset are drawn on, where EXIF says that the stored one lies on its side."""

    STORED = "stored"
    """The stored pixels: the labelling tool did not apply the EXIF orientation."""
    DISPLAYED = "displayed"
    """The upright image: it was applied."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset of a project.

    `extra` holds what the source file said about the set as a whole (COCO `info`, `licenses`…),
    as JSON text, so that an export can write it back. `exif` is the declared frame of the labels; None leaves it
    to each source: the size that it states, else what is usual for its format.
    """

    id: int
    name: str
    task: Task
    extra: str | None = None
    exif: Exif | None = None
