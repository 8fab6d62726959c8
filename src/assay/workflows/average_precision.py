"""Average precision of a run's boxes by the rules of COCO, over every threshold and every score at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.evaluation.coco import CocoArrays, CocoConfig, CocoRows, evaluate_boxes
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.workflows.rematch import LABEL_COLUMNS, PREDICTION_COLUMNS, boxes_of, flags_of, ints_of


@dataclass(frozen=True, slots=True, eq=False)
class AveragePrecision:
    """The twelve numbers of COCO, the AP of each class (NaN without labels), and the curves they come from."""

    run: Run
    classes: tuple[str, ...]
    summary: dict[str, float]
    per_class: NDArray[np.float64]
    arrays: CocoArrays


def average_precision(snapshot: Snapshot, run: Run, *, config: CocoConfig | None = None) -> AveragePrecision:
    """AP and AR of `run` against the labels as they stand.

    COCO's own rules: a crowd is ignored, and nothing else is; a label's area is what its source says, its box where
    that says nothing. Labels and predictions without a box are left out.
    """
    labels = snapshot.rows("annotations", columns=(*LABEL_COLUMNS, "area"), where={"dataset_id": run.dataset_id})
    predictions = snapshot.rows("predictions", columns=PREDICTION_COLUMNS, where={"run_id": run.id})
    labels, predictions = _with_boxes(labels), _with_boxes(predictions)
    categories = snapshot.categories(run.dataset_id)
    label_boxes, pred_boxes = boxes_of(labels), boxes_of(predictions)
    area = pc.fill_null(labels.column("area"), np.nan).to_numpy()
    arrays = evaluate_boxes(
        CocoRows(
            ints_of(labels, "image_id"),
            ints_of(labels, "category_id"),
            area=np.where(np.isnan(area), label_boxes[:, 2] * label_boxes[:, 3], area),
            crowd=flags_of(labels, "is_crowd"),
        ),
        label_boxes,
        CocoRows(
            ints_of(predictions, "image_id"),
            ints_of(predictions, "category_id"),
            area=pred_boxes[:, 2] * pred_boxes[:, 3],
            score=pc.fill_null(predictions.column("score"), np.nan).to_numpy(),
        ),
        pred_boxes,
        class_ids=[category.id for category in categories],
        config=config,
    )
    classes = tuple(category.name for category in categories)
    return AveragePrecision(run, classes, arrays.summary(), arrays.class_precision(), arrays)


def _with_boxes(rows: pa.Table) -> pa.Table:
    return rows.filter(pc.is_valid(rows.column("x")))
