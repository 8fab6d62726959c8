"""Small foreign files, and everything a reader makes of one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assay.formats.format import Reader, ReadOptions
from assay.formats.registry import PREDICTION_READERS, READERS
from assay.model.category import CategoryRecord
from assay.model.dataset import Task
from assay.model.problem import RowProblem

Row = dict[str, Any]


@dataclass
class Content:
    """All batches of a source as plain rows; members that are NULL are left out of them."""

    images: list[Row] = field(default_factory=list)
    objects: list[Row] = field(default_factory=list)
    categories: tuple[CategoryRecord, ...] = ()
    problems: list[RowProblem] = field(default_factory=list)
    task: Task | None = None
    extra: Row = field(default_factory=dict)

    @property
    def codes(self) -> list[str]:
        """The codes of the problems, in order."""
        return [problem.code for problem in self.problems]

    @property
    def skipped(self) -> list[tuple[str, str]]:
        """Place and code of each row that was left out."""
        return [(problem.place, problem.code) for problem in self.problems if problem.skipped]


def read(reader: str, source: Path, *, images: Path | None = None, split: str | None = None) -> Content:
    """Everything a dataset reader says of a source."""
    return _content(READERS[reader], source, ReadOptions(images=images, split=split))


def read_predictions(reader: str, source: Path, options: ReadOptions | None = None) -> Content:
    """Everything a prediction reader says of a source."""
    return _content(PREDICTION_READERS[reader], source, options or ReadOptions())


def _content(reader: Reader, source: Path, options: ReadOptions) -> Content:
    content = Content()
    for batch in reader.read(source, options):
        content.images += [_given(row) for row in batch.images.to_pylist()]
        content.objects += [_given(row) for row in batch.objects.to_pylist()]
        content.categories = batch.categories or content.categories
        content.problems += batch.problems
        content.task = batch.task or content.task
        content.extra |= json.loads(batch.extra) if batch.extra else {}
    return content


def _given(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None}


def write(place: Path, text: str | bytes) -> Path:
    """A file, with the folders it needs."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return place


def write_json(place: Path, content: Any) -> Path:
    """A JSON file; NaN and Infinity stand in it as Python writes them."""
    return write(place, json.dumps(content))


def image(place: Path) -> Path:
    """A file that is named like an image. Readers never open one."""
    return write(place, b"\x89PNG")


def coco(annotations: list[Any], **more: Any) -> Row:
    """A COCO dataset of two images and two classes with these annotations."""
    return {
        "images": [
            {"id": 1, "file_name": "a.jpg", "width": 100, "height": 80},
            {"id": 2, "file_name": "b.jpg", "width": 100, "height": 80},
        ],
        "annotations": annotations,
        "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}],
        **more,
    }


def label(**more: Any) -> Row:
    """A plain COCO annotation, with some members replaced; a member given as None is left out."""
    row = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "area": 12, "iscrowd": 0, **more}
    return {name: value for name, value in row.items() if value is not None}
