"""The rows of a wall: which they are, and the two classes by which they are grouped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.model.level import Level
from assay.schema.statement import Statement
from assay.workflows.explore.colours import aligned, classes_of
from assay.workflows.explore.number_fields import read_values
from assay.workflows.explore.search import Question, ids_of

NOBODY = -1
"""In place of a class: no label there (background), or no prediction (missed)."""

TABLES = ("images", "annotations", "predictions", "matches", "issues")


@dataclass(frozen=True, slots=True, eq=False)
class WallRows:
    """Rows of a wall in natural order, that of their ids; all arrays are (n,).

    label : class of the label, of the label that a prediction met, or the most frequent one of an image's labels.
    predicted : class of the prediction that met a label (without a run the likely class, where that was told), of the
        prediction itself, or of the most confident one in an image. `NOBODY` where there is none.
    """

    level: Level
    ids: Ids
    images: Ids
    label: Ids
    predicted: Ids

    @property
    def own(self) -> Ids:
        """The class of each row itself."""
        return self.predicted if self.level is Level.PREDICTION else self.label


def wall_rows(question: Question) -> WallRows:
    """The rows that the question lists; kept while nothing is published."""
    key = (question.snapshot.key, question.scope, question.level, question.canonical)
    return question.snapshot.derived("wall_rows", key, TABLES, lambda: _read(question))


def _read(question: Question) -> WallRows:
    if question.level is Level.IMAGE:
        ids = ids_of(question)
        return WallRows(Level.IMAGE, ids, ids, classes_of(question, ids), _surest(question, ids))
    rows = read_values(question, ["id", "image_id", *_classes(question)])
    ids, images, label, predicted = (
        np.asarray(pc.fill_null(rows.column(at), NOBODY).to_numpy(), np.int64) for at in range(4)
    )
    ids, first = np.unique(ids, return_index=True)
    return WallRows(question.level, ids, images[first], label[first], predicted[first])


def _classes(question: Question) -> tuple[str, str]:
    """The fields that tell the class of the label and that of the prediction."""
    if question.level is Level.PREDICTION:
        return "true_label", "label"
    is_told = question.catalog.field(Level.ANNOTATION, "likely_label") is not None
    return "label", "likely_label" if is_told and question.scope.run_id is None else "predicted_label"


def _surest(question: Question, ids: Ids) -> Ids:
    """The class of the run's most confident prediction in each image."""
    if question.scope.run_id is None:
        return np.full(len(ids), NOBODY)
    rows = question.snapshot.query(Statement(_SUREST, {"run": question.scope.run_id}))
    images, classes = (_whole(rows.column(name)) for name in ("image_id", "category_id"))
    return aligned(ids, images, classes, missing=NOBODY)


_SUREST = "select image_id, arg_max(category_id, score) as category_id from predictions where run_id = $run group by 1"


def _whole(column: pa.ChunkedArray) -> Ids:
    return np.asarray(column.to_numpy(), np.int64)
