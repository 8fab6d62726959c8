"""Labels and predictions of a few images, and how they met: one query each, whatever the number of images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.schema.scope import Scope
from assay.store.snapshot import Snapshot

_DRAWN = (
    "id",
    "image_id",
    "category_id",
    "kind",
    "x",
    "y",
    "w",
    "h",
    "is_crowd",
    "ignore",
    "rotation",
)
_OUTLINES = ("segmentation", "keypoints", "attributes")
LABEL_COLUMNS = (*_DRAWN, "changed_by")
PREDICTION_COLUMNS = (*_DRAWN, "score")


@dataclass(frozen=True, slots=True)
class Objects:
    """Rows of labels and of predictions, each with its `outcome` in the current evaluation (NULL without one)."""

    labels: pa.Table
    predictions: pa.Table


def objects_of(
    snapshot: Snapshot, image_ids: Sequence[int], scope: Scope, *, confidence: float = 0.0, outlined: bool = False
) -> Objects:
    """What lies in these images: all labels, and the run's predictions at or above `confidence`, best first.

    With their outlines, keypoints and attributes where they are `outlined`: these are read for each call.
    """
    where, more = {"image_id": list(image_ids)}, _OUTLINES if outlined else ()
    labels = snapshot.rows("annotations", columns=(*LABEL_COLUMNS, *more), where=where)
    columns = (*PREDICTION_COLUMNS, *more)
    if scope.run_id is None:
        predictions = snapshot.rows("predictions", columns=columns, where={"id": []})
    else:
        predictions = snapshot.rows("predictions", columns=columns, where={"run_id": scope.run_id, **where})
        predictions = predictions.filter(pc.greater_equal(predictions.column("score"), confidence))
        predictions = predictions.sort_by([("score", "descending")])
    return Objects(*_with_outcomes(snapshot, labels, predictions, scope, image_ids))


def labels_by_id(snapshot: Snapshot, ids: Sequence[int], scope: Scope) -> pa.Table:
    """Labels by id, with their outcomes, in the order asked."""
    rows = snapshot.take("annotations", np.asarray(ids, dtype=np.int64), columns=LABEL_COLUMNS)
    images = pc.unique(rows.column("image_id")).to_pylist()
    return _with_outcomes(snapshot, rows, None, scope, images)[0]


def predictions_by_id(snapshot: Snapshot, ids: Sequence[int], scope: Scope) -> pa.Table:
    """Predictions by id, with their outcomes, in the order asked."""
    rows = snapshot.take("predictions", np.asarray(ids, dtype=np.int64), columns=PREDICTION_COLUMNS)
    images = pc.unique(rows.column("image_id")).to_pylist()
    return _with_outcomes(snapshot, None, rows, scope, images)[1]


def _with_outcomes(
    snapshot: Snapshot,
    labels: pa.Table | None,
    predictions: pa.Table | None,
    scope: Scope,
    image_ids: Sequence[int],
) -> tuple[pa.Table, pa.Table]:
    matches = snapshot.rows(
        "matches",
        columns=("annotation_id", "prediction_id", "outcome"),
        where={
            "evaluation_id": scope.evaluation_id if scope.evaluation_id is not None else -1,
            "image_id": list(image_ids),
        },
    )
    tables = []
    for rows, key in ((labels, "annotation_id"), (predictions, "prediction_id")):
        if rows is None:
            tables.append(pa.table({}))
            continue
        at = pc.index_in(rows.column("id"), value_set=matches.column(key).combine_chunks())
        tables.append(
            rows.append_column("outcome", matches.column("outcome").combine_chunks().take(at.combine_chunks()))
        )
    return tables[0], tables[1]
