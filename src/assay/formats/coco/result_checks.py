"""What is told of a COCO result file as a whole."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.formats.format import ReadOptions
from assay.formats.problems import ProblemLog
from assay.formats.scores import ScoreCheck
from assay.formats.tables import list_column
from assay.formats.vectors import ClassVectors, outside
from assay.model.shape import ShapeKind


class FileChecks:
    """Rows of a result file held against the rest of the file, batch by batch."""

    def __init__(self, problems: ProblemLog, options: ReadOptions) -> None:
        self._problems = problems
        self._scores = ScoreCheck()
        self._vectors = ClassVectors(options.vectors)
        self._has_shapes = False
        self._vector_length: int | None = None

    def passed(self, table: pa.Table, place: str) -> pa.Table:
        """The table with class vectors made probabilities; rows without a shape only where the file has none at all."""
        self._scores.see(table["score"])
        table = self._with_probabilities(table, place)
        whole = pc.equal(table["kind"], ShapeKind.WHOLE_IMAGE.value).to_numpy()
        self._has_shapes |= not whole.all()
        if not (self._has_shapes and whole.any()):
            return table
        for row in table["row"].filter(pa.array(whole)).to_pylist():
            message = "The row has no `bbox` and no other shape to make one from."
            self._problems.skip(place.format(row), "missing-key", message)
        return table.filter(pa.array(np.logical_not(whole)))

    def _with_probabilities(self, table: pa.Table, place: str) -> pa.Table:
        """The table with probabilities for class vectors; one that does not go with the others is left out."""
        vectors = table["probabilities"].combine_chunks()
        if vectors.null_count == len(vectors):
            return table
        fits = self._even(vectors, table["row"], place)
        rows = table["row"].to_numpy()[fits]
        given = vectors.filter(pa.array(fits)).flatten().to_numpy(zero_copy_only=False)
        made = self._vectors.probabilities(given.reshape(len(rows), self._vector_length).astype(np.float64), rows)
        wrong = outside(made)
        for row in rows[wrong].tolist():
            message = "The class vector has numbers outside of 0 to 1, those before it have not: read without it."
            self._problems.keep(f"{place.format(row)}.probabilities", "vector-range", message)
        fits[np.flatnonzero(fits)[wrong]] = False
        at = table.schema.get_field_index("probabilities")
        return table.set_column(at, table.schema.field(at), list_column(made[~wrong], fits))

    def _even(self, vectors: pa.ListArray, rows: pa.ChunkedArray, place: str) -> NDArray[np.bool_]:
        """(n,) which rows have a vector as long as the first one of the file; the odd ones are reported."""
        lengths = pc.list_value_length(vectors)
        self._vector_length = self._vector_length or lengths.drop_null()[0].as_py()
        fits = np.array(pc.fill_null(pc.equal(lengths, self._vector_length), fill_value=False))
        odd = pa.array(vectors.is_valid().to_numpy(zero_copy_only=False) & ~fits)
        for row, length in zip(rows.filter(odd).to_pylist(), lengths.filter(odd).to_pylist(), strict=True):
            message = f"Earlier rows have {self._vector_length} probabilities, this one {length}: read without them."
            self._problems.keep(f"{place.format(row)}.probabilities", "vector-length", message)
        return fits

    def tell(self, place: str, row_place: str) -> None:
        """Report what is odd about the file as a whole."""
        self._scores.tell(place, self._problems)
        self._vectors.tell(place, row_place, self._problems)
