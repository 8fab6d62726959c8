"""Reads COCO result files: a list of predictions that name image and class by id, in batches, however long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from assay.errors import SourceUnreadable
from assay.formats import tables
from assay.formats.coco.annotations import PREDICTION_KEYS, RowStyle
from assay.formats.coco.declared import Declared
from assay.formats.coco.files import require_file, results_guess
from assay.formats.coco.flat import flat_predictions
from assay.formats.coco.mending import RowMender, object_table
from assay.formats.coco.result_checks import FileChecks
from assay.formats.format import Guess, ReadOptions
from assay.formats.json_stream import Chunk, JsonStream
from assay.formats.problems import ProblemLog
from assay.formats.records import Records, no_images, no_objects
from assay.formats.tables import regrouped, task_of
from assay.model.shape import ShapeKind

_WRAPPERS = ("annotations", "predictions", "results", "detections")


class CocoResultsReader:
    """COCO results: boxes, masks or keypoints with a score each, and a class vector where the file has one.

    `image_key` and `category_key` are the ids as the file has them, as text; a tool that has no ids may write
    file names or their stems instead. Classes and images are those that stand beside the list, as `images` and as
    `categories` or a list of names in `classes`; the last batch has all of them.
    """

    name = "coco-results"
    title = "COCO results (JSON list of predictions)"

    def sniff(self, source: Path) -> Guess | None:
        """A JSON list of objects with `image_id`, alone or as the member of an object."""
        return results_guess(source) if source.is_file() else None

    def read(self, source: Path, options: ReadOptions) -> Iterator[Records]:
        """Yield batches of predictions as the file is read; the last one has what concerns the whole file.

        Raises
        ------
        SourceNotFound, SourceUnreadable : nothing there, or no list of predictions in it.
        """
        require_file(source)
        problems = ProblemLog(source.name)
        checks = FileChecks(problems, options)
        declared = Declared(source.name)
        with JsonStream(source, problems) as stream:
            members = stream.members() if stream.opening == "{" else iter(())
            path, chunks = _predictions(stream, members, declared, source)
            place = f"{path}[{{}}]"
            mender = RowMender(path, problems, scored=True)
            tables = (checks.passed(_table(chunk, source.name, mender), place) for chunk in chunks)
            for table in regrouped(tables):
                task = task_of(table)
                yield Records(no_images(), table, declared.classes, problems.take(), task=task, object_place=place)
            for member, value in members:
                declared.see(member, value)
        checks.tell(path, place)
        images, classes = declared.images, declared.classes
        if len(problems) or classes or images.num_rows:
            yield Records(images, no_objects(), classes, problems.take(), object_place=place)


def _predictions(
    stream: JsonStream, members: Iterator[tuple[str, Any]], declared: Declared, source: Path
) -> tuple[str, Iterator[Chunk]]:
    """The list of predictions in the file, and how problems name it; the members before it are looked at."""
    if stream.opening == "[":
        return "$", stream.chunks("$", shortcut=flat_predictions)
    found: list[str] = []
    for member, value in members:
        if member in _WRAPPERS and isinstance(value, Iterator):
            return f"$.{member}", value
        declared.see(member, value)
        found.append(f"`{member}`")
    raise SourceUnreadable(
        f"{source} holds no list of predictions: found {', '.join(found) or 'neither a list nor an object'}.",
        hint='A result file is a list such as [{"image_id": 1, "category_id": 3, "bbox": [x, y, w, h], "score": 0.9}].',
    )


def _table(chunk: Chunk, file: str, mender: RowMender) -> pa.Table:
    if chunk.columns is not None:
        columns = {**chunk.columns, "kind": ShapeKind.BOX.value, "row": np.asarray(chunk.indexes, dtype=np.int32)}
        return tables.object_table(len(chunk.indexes), columns, file=file)
    return object_table(chunk, RowStyle(PREDICTION_KEYS, file), mender)[0]
