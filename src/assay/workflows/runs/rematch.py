"""Match labels with predictions: for a whole run, or anew for the images that an edit touched."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.evaluation.outcomes import OUTCOMES
from assay.model.evaluation import Evaluation
from assay.schema.tables import MATCHES
from assay.store.filters import Where
from assay.store.writer import Writer
from assay.workflows.runs.candidates import Rows, candidates_of, read_labels, read_predictions


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
            rows = match_rows(writer, evaluation, where)
            writer.replace("matches", rows, where={"evaluation_id": evaluation.id, **where})


def match_rows(source: Rows, evaluation: Evaluation, where: Where) -> pa.Table:
    """Rows of MATCHES of an evaluation's run: each label of `where` once, each confident prediction once.

    Raises
    ------
    ArrayError : a mask or keypoints cannot be compared.
    """
    config = evaluation.config
    labels = read_labels(source, config.shape, {"dataset_id": evaluation.dataset_id, **where})
    predictions = read_predictions(source, config.shape, {"run_id": evaluation.run_id, **where})
    candidates = candidates_of(source, labels, predictions, config.shape)
    found = candidates.match(iou=config.iou, confidence=config.confidence)
    count = len(found.outcome)
    at_label = pa.array(found.label_index, mask=found.label_index < 0)
    at_prediction = pa.array(found.pred_index, mask=found.pred_index < 0)
    images = pc.coalesce(labels.column("image_id").take(at_label), predictions.column("image_id").take(at_prediction))
    return pa.table(
        {
            "evaluation_id": np.full(count, evaluation.id, np.int32),
            "run_id": np.full(count, evaluation.run_id, np.int32),
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
