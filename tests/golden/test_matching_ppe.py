"""The figures that the drawing of the Models page shows for real photos, labels and YOLOv8m predictions."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from assay.evaluation.confusion import confusion_matrix, summarise
from assay.evaluation.matching import match


def test_ppe_valid_at_iou_a_tenth_and_confidence_four_fifths(shared_data: Path) -> None:
    folder = shared_data / "ppe_valid"
    truth = json.loads((folder / "instances_valid.json").read_text())
    labels, predictions = truth["annotations"], json.loads((folder / "predictions_coco.json").read_text())
    none = np.zeros(len(labels), bool)
    label_class = np.array([row["category_id"] for row in labels], np.int32)
    pred_class = np.array([row["category_id"] for row in predictions], np.int32)
    rows = match(
        label_image=np.array([row["image_id"] for row in labels]),
        label_boxes=np.array([row["bbox"] for row in labels]),
        label_class=label_class,
        label_ignore=none,
        label_crowd=none,
        pred_image=np.array([row["image_id"] for row in predictions]),
        pred_boxes=np.array([row["bbox"] for row in predictions]),
        pred_class=pred_class,
        pred_score=np.array([row["score"] for row in predictions]),
        iou=0.1,
        confidence=0.8,
    )
    classes = truth["categories"]
    matrix = confusion_matrix(
        rows, label_class=label_class, pred_class=pred_class, class_ids=[row["id"] for row in classes]
    )
    summary = summarise(matrix, [row["name"] for row in classes])
    assert (summary.fp, summary.fn, summary.confusions, summary.tp) == (75, 656, 4, 1134)
    assert matrix[:-1].sum() == len(labels) == 1794
