"""Reads COCO result files: a list of predictions that name image and class by id, in batches, however long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.errors import SourceUnreadable
from assay.formats import tables
from assay.formats.coco.annotations import PREDICTION_KEYS, RowStyle
from assay.formats.coco.files import require_file, results_guess
from assay.formats.coco.flat import flat_predictions
from assay.formats.coco.mending import RowMender, object_table
from assay.formats.format import Guess, ReadOptions
from assay.formats.json_stream import Chunk, JsonStream
from assay.formats.problems import ProblemLog
from assay.formats.records import Records, no_images, no_objects
from assay.formats.scores import ScoreCheck
from assay.formats.tables import regrouped, task_of
from assay.model.shape import ShapeKind

_WRAPPERS = ("annotations", "predictions", "results", "detections")


class CocoResultsReader:
    """COCO results: boxes, masks or keypoints with a score each.

    `image_key` and `category_key` are the ids as the file has them, as text; a tool that has no ids may write
    file names or their stems instead. The batches declare no images and no classes.
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
        del options  # a file of predictions declares no images
        require_file(source)
        problems = ProblemLog(source.name)
        checks = _FileChecks(problems)
        with JsonStream(source, problems) as stream:
            path, chunks = _predictions(stream, source)
            place = f"{path}[{{}}]"
            mender = RowMender(path, problems, scored=True)
            tables = (checks.passed(_table(chunk, source.name, mender), place) for chunk in chunks)
            for table in regrouped(tables):
                task = task_of(table)
                yield Records(no_images(), table, problems=problems.take(), task=task, object_place=place)
        checks.tell(path)
        if len(problems):
            yield Records(no_images(), no_objects(), problems=problems.take(), object_place=place)


def _predictions(stream: JsonStream, source: Path) -> tuple[str, Iterator[Chunk]]:
    """The list of predictions in the file, and how problems name it."""
    if stream.opening == "[":
        return "$", stream.chunks("$", shortcut=flat_predictions)
    found: list[str] = []
    for member, value in stream.members() if stream.opening == "{" else ():
        if member in _WRAPPERS and isinstance(value, Iterator):
            return f"$.{member}", value
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


class _FileChecks:
    """What is told of a result file as a whole, gathered batch by batch."""

    def __init__(self, problems: ProblemLog) -> None:
        self._problems = problems
        self._scores = ScoreCheck()
        self._has_shapes = False
        self._vector_length: int | None = None

    def passed(self, table: pa.Table, place: str) -> pa.Table:
        """The table without rows that lack a shape, unless the file has no shapes at all."""
        self._scores.see(table["score"])
        table = self._even_vectors(table, place)
        whole = pc.equal(table["kind"], ShapeKind.WHOLE_IMAGE.value).to_numpy()
        self._has_shapes |= not whole.all()
        if not (self._has_shapes and whole.any()):
            return table
        for row in table["row"].filter(pa.array(whole)).to_pylist():
            message = "The row has no `bbox` and no other shape to make one from."
            self._problems.skip(place.format(row), "missing-key", message)
        return table.filter(pa.array(np.logical_not(whole)))

    def _even_vectors(self, table: pa.Table, place: str) -> pa.Table:
        """The table without vectors of probabilities that are not as long as the first one of the file."""
        lengths = pc.list_value_length(table["probabilities"]).combine_chunks()
        given = lengths.drop_null()
        if len(given) == 0:
            return table
        self._vector_length = self._vector_length or given[0].as_py()
        odd = pc.fill_null(pc.not_equal(lengths, self._vector_length), fill_value=False)
        if not pc.any(odd).as_py():
            return table
        for row, length in zip(table["row"].filter(odd).to_pylist(), lengths.filter(odd).to_pylist(), strict=True):
            message = f"Earlier rows have {self._vector_length} probabilities, this one {length}: read without them."
            self._problems.keep(f"{place.format(row)}.probabilities", "vector-length", message)
        column = pc.if_else(odd, pa.scalar(None, pa.list_(pa.float32())), table["probabilities"])
        return table.set_column(
            table.schema.get_field_index("probabilities"), table.schema.field("probabilities"), column
        )

    def tell(self, place: str) -> None:
        """Report what is odd about the file as a whole."""
        self._scores.tell(place, self._problems)
