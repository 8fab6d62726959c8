"""A class that an object or an image can have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assay.model.spelling import composed


@dataclass(frozen=True, slots=True)
class Category:
    """One class of a dataset.

    `id` is ours, unique in the project; `key` is the identifier in the source file (a COCO category id as
    text, a YOLO class index as text, a folder name), by which later files refer to the class. `extra` holds
    unknown keys of the source as JSON text (COCO `supercategory`, keypoint names, skeleton…). `source_name` is what
    the source calls a class that was renamed, by which later files and older queries still find it.
    """

    id: int
    dataset_id: int
    name: str
    key: str
    extra: str | None = None
    source_name: str | None = None


@dataclass(frozen=True, slots=True)
class CategoryRecord:
    """A class as a foreign file declares it, before it has an id of ours; `key` and `extra` as in `Category`.

    Where the file gives no name, `name` is made of the key and `is_named` is not set: what the dataset calls the class
    of that key goes first.
    """

    key: str
    name: str
    extra: str | None = None
    is_named: bool = True


def named_classes(categories: Iterable[Category]) -> dict[str, Category]:
    """Classes by `composed` name; those that were renamed by what their source calls them too, where that is free."""
    known = [*categories]
    former = {composed(category.source_name): category for category in known if category.source_name is not None}
    return former | {composed(category.name): category for category in known}
