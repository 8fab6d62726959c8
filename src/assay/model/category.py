"""A class that an object or an image can have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """One class of a dataset.

    `id` is ours, unique in the project; `key` is the identifier in the source file (a COCO category id as
    text, a YOLO class index as text, a folder name), by which later files refer to the class. `extra` holds
    unknown keys of the source as JSON text (COCO `supercategory`, keypoint names, skeleton…).
    """

    id: int
    dataset_id: int
    name: str
    key: str
    extra: str | None = None


@dataclass(frozen=True, slots=True)
class CategoryRecord:
    """A class as a foreign file declares it, before it has an id of ours; `key` and `extra` as in `Category`."""

    key: str
    name: str
    extra: str | None = None
