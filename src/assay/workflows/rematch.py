"""Match labels with predictions: for a whole run, or anew for the images that an edit touched."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.evaluation.candidates import Candidates, find_candidates
from assay.evaluation.outcomes import OUTCOMES
from assay.evaluation.overlaps import find_overlaps
from assay.model.evaluation import EvaluationConfig
from assay.schema.tables import MATCHES
from assay.store.writer import Writer

_BOX = ("x", "y", "w", "h")
_SHARED = ("id", "image_id", "category_id", "kind", *_BOX, "rotation")
LABEL_COLUMNS = (*_SHARED, "is_crowd", "ignore")
"""The columns of labels that matching reads."""
PREDICTION_COLUMNS = (*_SHARED, "score")
"""The columns of predictions that matching reads."""


def rematch(writer: Writer, image_ids: NDArray[np.int64]) -> None:
    """Match the given images anew in the current evaluation of every run, after their labels or predictions changed."""
    if not len(image_ids):
        return
    for dataset in writer.base.datasets():
        for run in writer.base.runs(dataset.id):
            evaluation = writer.base.evaluation(run.id)
            if evaluation is None:
                continue
            where = {"image_id": image_ids.tolist()}
            labels = writer.rows("annotations", columns=LABEL_COLUMNS, where=where)
            predictions = writer.rows("predictions", columns=PREDICTION_COLUMNS, where={"run_id": run.id, **where})
            rows = match_rows(labels, predictions, config=evaluation.config, evaluation_id=evaluation.id, run_id=run.id)
            writer.replace("matches", rows, where={"evaluation_id": evaluation.id, **where})


def match_rows(
    labels: pa.Table, predictions: pa.Table, *, config: EvaluationConfig, evaluation_id: int, run_id: int
) -> pa.Table:
    """Rows of MATCHES for these labels and predictions of one run: each label once, each confident prediction once."""
    found = candidates_of(labels, predictions).match(iou=config.iou, confidence=config.confidence)
    count = len(found.outcome)
    at_label = pa.array(found.label_index, mask=found.label_index < 0)
    at_prediction = pa.array(found.pred_index, mask=found.pred_index < 0)
    images = pc.coalesce(labels.column("image_id").take(at_label), predictions.column("image_id").take(at_prediction))
    return pa.table(
        {
            "evaluation_id": np.full(count, evaluation_id, np.int32),
            "run_id": np.full(count, run_id, np.int32),
            "image_id": images,
            "annotation_id": labels.column("id").take(at_label),
            "prediction_id": predictions.column("id").take(at_prediction),
            "category_id": labels.column("category_id").take(at_label),
            "predicted_category_id": predictions.column("category_id").take(at_prediction),
            "outcome": pa.array([outcome.value for outcome in OUTCOMES], pa.string()).take(pa.array(found.outcome)),
            "iou": pa.array(found.iou, from_pandas=True),
        },
        schema=MATCHES.arrow,
    )


def candidates_of(labels: pa.Table, predictions: pa.Table) -> Candidates:
    """What of these labels and predictions of one run overlaps; boxes that are turned are compared as they lie."""
    label_image, pred_image = ints_of(labels, "image_id"), ints_of(predictions, "image_id")
    label_boxes, pred_boxes = boxes_of(labels), boxes_of(predictions)
    crowd = flags_of(labels, "is_crowd")
    return find_candidates(
        label_image=label_image,
        label_boxes=label_boxes,
        label_class=ints_of(labels, "category_id").astype(np.int32),
        label_ignore=flags_of(labels, "ignore"),
        label_crowd=crowd,
        pred_image=pred_image,
        pred_boxes=pred_boxes,
        pred_class=ints_of(predictions, "category_id").astype(np.int32),
        pred_score=predictions.column("score").to_numpy(),
        overlaps=find_overlaps(
            label_image=label_image,
            label_boxes=label_boxes,
            label_crowd=crowd,
            label_rotation=angles_of(labels),
            pred_image=pred_image,
            pred_boxes=pred_boxes,
            pred_rotation=angles_of(predictions),
        ),
    )


def angles_of(rows: pa.Table) -> NDArray[np.float64] | None:
    """(n,) rotation of each row in radians, NaN where it has none; None where no row has one."""
    angles = rows.column("rotation")
    return None if angles.null_count == len(angles) else pc.fill_null(angles, np.nan).to_numpy()


def boxes_of(rows: pa.Table) -> NDArray[np.float64]:
    """(n, 4) x, y, w, h of the rows, NaN where there is no box."""
    columns = [pc.fill_null(rows.column(name), np.nan).to_numpy() for name in _BOX]
    return np.stack(columns, axis=1) if rows.num_rows else np.empty((0, 4))


def ints_of(rows: pa.Table, name: str) -> NDArray[np.int64]:
    """(n,) a column of whole numbers, which has no NULL."""
    return np.asarray(rows.column(name), dtype=np.int64)


def flags_of(rows: pa.Table, name: str) -> NDArray[np.bool_]:
    """(n,) a column of flags, which has no NULL."""
    return np.asarray(rows.column(name), dtype=np.bool_)
