"""Live metrics and results as replies."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

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
from assay.workflows.explore.catalog import scope_of
from assay.workflows.explore.objects import Objects, objects_of
from assay.workflows.runs.model_metrics import ModelMetrics as FoundMetrics
from assay.workflows.runs.results import Results
from assay.workflows.runs.weak_slices import WeakSlice as FoundSlice

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
    images = np.unique(page.image_id).tolist()
    frames = Frames.read(snapshot, images)
    drawn = _Drawn(
        objects_of(snapshot, images, scope_of(snapshot, run.dataset_id, run.id), confidence=confidence), page
    )
    objects = drawn.show(frames)
    items: list[ResultItem] = [
        {
            "level": Level.ANNOTATION if annotation_id >= 0 else Level.PREDICTION,
            "id": annotation_id if annotation_id >= 0 else prediction_id,
            "outcome": OUTCOMES[code],
            "iou": None if isnan(iou) else iou,
            "loss": loss,
            # How they fared is told at the asked thresholds, not at those of the stored matches.
            "label": None if label < 0 else {**objects[label], "outcome": OUTCOMES[code]},
            "prediction": None if prediction < 0 else {**objects[prediction], "outcome": OUTCOMES[code]},
            "others": [{**objects[place], "outcome": None} for place in drawn.around(row)],
            "image": frames.ref(image_id),
        }
        for row, (annotation_id, prediction_id, image_id, code, iou, loss, label, prediction) in enumerate(
            zip(
                *(values.tolist() for values in (page.annotation_id, page.prediction_id, page.image_id)),
                *(values.tolist() for values in (page.matches.outcome, page.iou, page.loss)),
                *(places.tolist() for places in drawn.own),
                strict=True,
            )
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


class _Drawn:
    """The n labels and predictions of some images, labels first, and which of them are drawn with r results.

    own : the places of each result's label and of its prediction, two of (r,), -1 where it has none.
    """

    def __init__(self, found: Objects, page: Results) -> None:
        self._sides = found.labels, found.predictions
        label, prediction = _places(found.labels, page.annotation_id), _places(found.predictions, page.prediction_id)
        self.own = label, np.where(prediction < 0, -1, prediction + found.labels.num_rows)
        shown = np.where(self.own[0] < 0, self.own[1], self.own[0])
        low, size = (_numbers(self._sides, names) for names in ("xy", "wh"))
        margin = _AROUND * size[shown]
        near = (low < (low[shown] + size[shown] + margin)[:, None]).all(axis=2)
        near &= (low + size > (low[shown] - margin)[:, None]).all(axis=2)
        near &= _numbers(self._sides, ["image_id"])[:, 0] == page.image_id[:, None]
        for places in self.own:
            rows = np.flatnonzero(places >= 0)
            near[rows, places[rows]] = False
        self._near = near

    def show(self, frames: Frames) -> dict[int, ImageObject]:
        """What is drawn with any of the results, by place."""
        drawn = self._near.any(axis=0)
        for places in self.own:
            drawn[places[places >= 0]] = True
        labels, predictions = self._sides
        objects = [
            *show_objects(labels.filter(pa.array(drawn[: labels.num_rows])), "label", frames),
            *show_objects(predictions.filter(pa.array(drawn[labels.num_rows :])), "prediction", frames),
        ]
        return dict(zip(np.flatnonzero(drawn).tolist(), objects, strict=True))

    def around(self, row: int) -> list[int]:
        """The places of what can be seen around a result, labels first, then the most confident predictions."""
        places: list[int] = np.flatnonzero(self._near[row])[:_MOST_AROUND].tolist()
        return places


def _places(rows: pa.Table, ids: Ids) -> Ids:
    """(r,) the row of each id, -1 for the id -1."""
    at = pc.index_in(pa.array(ids), value_set=rows.column("id").combine_chunks())
    return np.asarray(pc.fill_null(at, -1), np.int64)


def _numbers(sides: Sequence[pa.Table], names: Sequence[str]) -> NDArray[np.float64]:
    """(n, names) the columns of all sides; NaN, which is near nothing, for the box of a whole image."""
    columns = [[rows.column(name).to_numpy() for rows in sides] for name in names]
    return np.stack([np.concatenate(column).astype(np.float64) for column in columns], axis=1)


def _averages(rates: Rates) -> AverageRates:
    return {"precision": told(rates.precision), "recall": told(rates.recall), "f1": told(rates.f)}
