"""A batch of records: what a reader yields and a writer takes."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from assay.model.category import CategoryRecord
from assay.model.dataset import Task
from assay.model.problem import RowProblem
from assay.schema.records import IMAGE_RECORDS, OBJECT_RECORDS


@dataclass(frozen=True, slots=True)
class Records:
    """One batch of images and objects in the terms of their source.

    `images` follows `IMAGE_RECORDS`, `objects` follows `OBJECT_RECORDS`. A file of predictions alone names
    images it does not declare: then `images` is empty. `image_place` and `object_place` turn a row number
    into words (`$.annotations[{}]`, `line {}`). `extra` is what the source says of the set as a whole, JSON.
    """

    images: pa.Table
    objects: pa.Table
    categories: tuple[CategoryRecord, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    task: Task | None = None
    extra: str | None = None
    image_place: str = "{}"
    object_place: str = "{}"


def no_images() -> pa.Table:
    """An empty table of image records."""
    return IMAGE_RECORDS.arrow.empty_table()


def no_objects() -> pa.Table:
    """An empty table of object records."""
    return OBJECT_RECORDS.arrow.empty_table()
