"""Live metrics and results as replies."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
import pyarrow as pa

from assay.arrays import Ids
from assay.evaluation.outcomes import OUTCOMES
from assay.evaluation.rates import AverageRates as Rates
from assay.model.level import Level
from assay.model.match import Outcome
from assay.model.run import Run
from assay.model.shape import ShapeKind
from assay.server.replies import (
    AverageRates,
    ImageObject,
    ModelMetrics,
    ResultIds,
    ResultItem,
    ResultPage,
    WeakSlice,
)
from assay.server.replies.model_metrics import ComparedShape
from assay.server.show.evaluation import show_class_rates, told
from assay.server.show.frames import Frames
from assay.server.show.objects import show_objects
from assay.store.snapshot import Snapshot
from assay.workflows.catalog import scope_of
from assay.workflows.model_metrics import ModelMetrics as FoundMetrics
from assay.workflows.objects import labels_by_id, objects_of, predictions_by_id
from assay.workflows.results import Results
from assay.workflows.weak_slices import WeakSlice as FoundSlice

_AROUND = 0.75
"""How far beyond its box, in sides of the box, an object is shown with what lies around it."""

_MOST_AROUND = 40
"""Objects around one result that are drawn."""


def show_metrics(found: FoundMetrics) -> ModelMetrics:
    """The numbers of a run at two thresholds."""
    row, column = np.nonzero(found.counts)
    return {
        "iou": found.config.iou,
        "confidence": found.config.confidence,
        "shape": _compared(found.config.shape),
        "shapes": [_compared(shape) for shape in found.shapes],
        "images": found.images,
        "milliseconds": found.milliseconds,
        "classes": [{"id": category.id, "name": category.name} for category in found.classes],
        "cells": {"row": row.tolist(), "column": column.tolist(), "count": found.counts[row, column].tolist()},
        "counts": {
            "correct": found.outcomes[Outcome.CORRECT],
            "confusion": found.outcomes[Outcome.CONFUSION],
            "background": found.outcomes[Outcome.BACKGROUND],
            "duplicate": found.outcomes[Outcome.DUPLICATE],
            "missed": found.outcomes[Outcome.MISSED],
            "ignored": found.outcomes[Outcome.IGNORED],
        },
        "per_class": show_class_rates(found.classes, found.per_class, found.counts),
        "averages": {
            "macro": _averages(found.averages["macro"]),
            "weighted": _averages(found.averages["weighted"]),
            "micro": _averages(found.averages["micro"]),
        },
    }


def _compared(shape: ShapeKind) -> ComparedShape:
    if shape is ShapeKind.MASK or shape is ShapeKind.KEYPOINTS:
        return shape
    return ShapeKind.BOX


def show_results(page: Results, snapshot: Snapshot, run: Run, *, confidence: float) -> ResultPage:
    """A page of results with their images and all that is drawn around them: one read of each table."""
    scope = scope_of(snapshot, run.dataset_id, run.id)
    images = np.unique(page.image_id).tolist()
    frames = Frames.read(snapshot, images)
    around = objects_of(snapshot, images, scope, confidence=confidence)
    labels = labels_by_id(snapshot, page.annotation_id[page.annotation_id >= 0].tolist(), scope)
    predictions = predictions_by_id(snapshot, page.prediction_id[page.prediction_id >= 0].tolist(), scope)
    label_of = {item["id"]: item for item in show_objects(labels, "label", frames)}
    prediction_of = {item["id"]: item for item in show_objects(predictions, "prediction", frames)}
    others = _Around(around.labels, around.predictions, frames)
    items = [
        _item(
            label_of.get(annotation_id),
            prediction_of.get(prediction_id),
            ResultItem(
                level=Level.ANNOTATION if annotation_id >= 0 else Level.PREDICTION,
                id=annotation_id if annotation_id >= 0 else prediction_id,
                outcome=OUTCOMES[code],
                iou=None if isnan(iou) else iou,
                loss=loss,
                label=None,
                prediction=None,
                others=[],
                image=frames.ref(image_id),
            ),
            others,
        )
        for annotation_id, prediction_id, image_id, code, iou, loss in zip(
            *(values.tolist() for values in (page.annotation_id, page.prediction_id, page.image_id)),
            *(values.tolist() for values in (page.matches.outcome, page.iou, page.loss)),
            strict=True,
        )
    ]
    return {"total": page.total, "items": items}


def show_result_ids(found: Results) -> ResultIds:
    """The objects that results stand for."""
    alone = found.annotation_id < 0
    return {"annotation": found.annotation_id[~alone].tolist(), "prediction": found.prediction_id[alone].tolist()}


def show_weak_slice(found: FoundSlice) -> WeakSlice:
    """A slice of the data that the run is weak in."""
    return {
        "level": Level.ANNOTATION if found.level is Level.ANNOTATION else Level.PREDICTION,
        "query": found.query,
        "conditions": list(found.conditions),
        "count": found.count,
        "wrong": found.wrong,
        "rate": found.rate,
        "interval": (found.low, found.high),
        "elsewhere": found.elsewhere,
        "excess": found.excess,
        "p_value": found.p_value,
    }


def _item(label: ImageObject | None, prediction: ImageObject | None, item: ResultItem, others: _Around) -> ResultItem:
    """The item with its objects. How they fared is told at the asked thresholds, not at those of the stored matches."""
    if label is not None:
        item["label"] = {**label, "outcome": item["outcome"]}
    if prediction is not None:
        item["prediction"] = {**prediction, "outcome": item["outcome"]}
    item["others"] = others.of(item)
    return item


class _Around:
    """The objects of some images, to be looked up by place."""

    def __init__(self, labels: pa.Table, predictions: pa.Table, frames: Frames) -> None:
        self._objects = [*show_objects(labels, "label", frames), *show_objects(predictions, "prediction", frames)]
        self._images: Ids = np.concatenate([rows.column("image_id").to_numpy() for rows in (labels, predictions)])
        boxes = np.array([_corners(item) for item in self._objects]).reshape(-1, 4)
        self._low, self._high = boxes[:, :2], boxes[:, 2:]

    def of(self, item: ResultItem) -> list[ImageObject]:
        """What can be seen around the result, labels first, then the most confident predictions."""
        own = [shown for shown in (item["label"], item["prediction"]) if shown is not None]
        corners = np.array(_corners(own[0]))
        margin = _AROUND * (corners[2:] - corners[:2])
        near = (self._low < corners[2:] + margin).all(axis=1) & (self._high > corners[:2] - margin).all(axis=1)
        names = {(shown["source"], shown["id"]) for shown in own}
        seen = [self._objects[place] for place in np.flatnonzero(near & (self._images == item["image"]["id"])).tolist()]
        others = [shown for shown in seen if (shown["source"], shown["id"]) not in names]
        return [{**shown, "outcome": None} for shown in others[:_MOST_AROUND]]


def _corners(shown: ImageObject) -> tuple[float, float, float, float]:
    """Left, top, right and bottom; NaN, which is near nothing, for a whole image."""
    x, y, w, h = shown["x"], shown["y"], shown["w"], shown["h"]
    if x is None or y is None or w is None or h is None:
        return nan, nan, nan, nan
    return x, y, x + w, y + h


def _averages(rates: Rates) -> AverageRates:
    return {"precision": told(rates.precision), "recall": told(rates.recall), "f1": told(rates.f)}
