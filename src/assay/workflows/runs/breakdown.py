"""Performance by a column: how a run fares in each bin of a number or for each value of a text (E14, E17)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.evaluation.rates import divided
from assay.model.evaluation import EvaluationConfig
from assay.model.level import Level
from assay.model.run import Run
from assay.query.nodes import Compare, Literal, Name, Node, Not, Query, all_of
from assay.query.show import show
from assay.query.within import within
from assay.statistics.fairness import FairnessGap, demographic_parity, equal_opportunity
from assay.statistics.intervals import wilson
from assay.store.snapshot import Snapshot
from assay.workflows.explore.search import ask
from assay.workflows.runs.column_bins import ColumnBins, cut
from assay.workflows.runs.columns import Column, Values, read_column
from assay.workflows.runs.counted import Counted, count_outcomes
from assay.workflows.runs.matches import RunMatches, images_of, run_matches
from assay.workflows.runs.object_arrays import flags_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Fairness:
    """How differently a run treats the groups that a text makes of the data (E17).

    recall : gap in what is found of what there is (equal opportunity). precision : gap in what is right of what is
    said (predictive parity). predicted : gap in the share of images in which the run says anything at all
    (demographic parity); None where the text is not one of images.
    """

    recall: FairnessGap
    precision: FairnessGap
    predicted: FairnessGap | None


@dataclass(frozen=True, slots=True, eq=False)
class Breakdown:
    """A run's performance in each of b bins of a field.

    An object stands in the bin of its own value: a label where recall is told, a prediction where precision is. The
    last bin holds what has no value, if there is any.

    level : what `queries` list: IMAGE for a field of images, PREDICTION for one that only predictions have, else
        ANNOTATION. Each lists as many rows as `images`, `predicted` or `count` says.
    low, high : (b,) ends of the bin, the lower one in it and in the last bin both; NaN where it is no range.
    images : (b,) images with such a value, or in which such objects lie.
    count, predicted : (b,) labels and predictions that count.
    precision, recall, f1 : (b,) NaN where there is nothing to divide by.
    precision_interval, recall_interval : (b, 2) Wilson intervals of 95 %.
    fairness : gaps between the values of a text; None for numbers.
    """

    field: str
    title: str
    unit: str
    level: Level
    labels: tuple[str, ...]
    queries: tuple[str, ...]
    low: Floats
    high: Floats
    images: Ids
    count: Ids
    predicted: Ids
    precision: Floats
    recall: Floats
    f1: Floats
    precision_interval: Floats
    recall_interval: Floats
    fairness: Fairness | None

    def arrow(self) -> pa.Table:
        """One row per bin."""
        plain = ("low", "high", "images", "count", "predicted", "precision", "recall", "f1")
        columns = {"label": list(self.labels), **{name: getattr(self, name) for name in plain}}
        for rate in ("precision", "recall"):
            for side, end in enumerate(("low", "high")):
                columns[f"{rate}_{end}"] = getattr(self, f"{rate}_interval")[:, side]
        return pa.table({**columns, "query": list(self.queries)})


def breakdown(
    snapshot: Snapshot,
    run: Run,
    *,
    field: str,
    config: EvaluationConfig | None = None,
    query: str = "",
    bins: int = 10,
) -> Breakdown:
    """How `run` fares at `config`'s thresholds by the values of `field`, in the images of `query`.

    Numbers fall into `bins` quantile bins at most, texts and flags into one for each value.

    Raises
    ------
    QueryError : the field or the query is wrong.
    """
    thresholds = config or EvaluationConfig()
    rows = run_matches(snapshot, run, thresholds.shape)
    column, images = read_column(snapshot, rows, field), images_of(snapshot, run, query)
    labels, predictions = _sides(rows, column, count_outcomes(rows, thresholds, images=images))
    of_image = column.images if images is None else column.images[np.isin(column.image_ids, images)]
    parts = cut(column, (labels.values, predictions.values, of_image), most=bins)
    in_bin = parts.count(of_image) if column.level is Level.IMAGE else _images_with(labels.joined(predictions), parts)
    base = ask(snapshot, query, dataset=run.dataset_id, run=run.id).checked.query
    return _told(
        column,
        parts,
        labels=_Tally.of(labels, parts),
        predictions=_Tally.of(predictions, parts),
        images=in_bin,
        queries=_queries(base, parts, what_counts(rows, column.level, thresholds), level=column.level),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """The labels or the predictions that count: the value of each, the image it lies in, whether it is correct."""

    values: Values
    image: Ids
    correct: Flags

    def joined(self, other: _Side) -> _Side:
        return _Side(
            np.concatenate((self.values, other.values)),
            np.concatenate((self.image, other.image)),
            np.concatenate((self.correct, other.correct)),
        )


def _sides(rows: RunMatches, column: Column, counted: Counted) -> tuple[_Side, _Side]:
    """Both sides; nothing of one that has no such field."""
    none = _Side(np.empty(0), np.empty(0, np.int64), np.empty(0, bool))
    labels, predictions = column.labels, column.predictions
    at, on = counted.label, counted.prediction
    return (
        none if labels is None else _Side(labels[at], rows.label.image[at], counted.found),
        none if predictions is None else _Side(predictions[on], rows.pred.image[on], counted.right),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Tally:
    """(b,) objects of a side in each bin, those that are correct, and the images in which any of them lies."""

    count: Ids
    correct: Ids
    images: Ids

    @classmethod
    def of(cls, side: _Side, parts: ColumnBins) -> _Tally:
        return cls(parts.count(side.values), parts.count(side.values[side.correct]), _images_with(side, parts))


def _images_with(side: _Side, parts: ColumnBins) -> Ids:
    """(b,) images in which an object of each bin lies."""
    b = len(parts.bins)
    return np.bincount(np.unique(side.image * b + parts.place(side.values)) % b, minlength=b)


def what_counts(rows: RunMatches, level: Level, config: EvaluationConfig) -> list[Node]:
    """The conditions under which an object of `level` counts at all, as far as they leave anything out."""
    if level is Level.IMAGE:
        return []
    if level is Level.PREDICTION:
        return [Compare(">=", Name(("score",)), Literal(config.confidence))] if config.confidence > 0 else []
    return [Not(Name((flag,))) for flag in ("is_crowd", "ignore") if flags_of(rows.labels, flag).any()]


def _queries(base: Query, parts: ColumnBins, also: list[Node], *, level: Level) -> tuple[str, ...]:
    """The text that lists the items of each bin."""
    if level is Level.IMAGE:
        own = () if base.body is None else (base.body,)
        return tuple(show(all_of(*own, bin.condition)) for bin in parts.bins)
    return tuple(show(within(base, *also, bin.condition)) for bin in parts.bins)


def _told(
    column: Column, parts: ColumnBins, *, labels: _Tally, predictions: _Tally, images: Ids, queries: tuple[str, ...]
) -> Breakdown:
    precision, recall = divided(predictions.correct, predictions.count), divided(labels.correct, labels.count)
    held = slice(0, len(parts.bins) - int(images[-1] + labels.count[-1] + predictions.count[-1] == 0))
    bins = parts.bins[held]
    return Breakdown(
        column.name,
        column.title,
        column.unit,
        column.level,
        labels=tuple(bin.label for bin in bins),
        queries=queries[held],
        low=np.array([np.nan if bin.low is None else bin.low for bin in bins]),
        high=np.array([np.nan if bin.high is None else bin.high for bin in bins]),
        images=images[held],
        count=labels.count[held],
        predicted=predictions.count[held],
        precision=precision[held],
        recall=recall[held],
        f1=(np.full(len(recall), np.nan) if column.labels is None else _f1(precision, recall))[held],
        precision_interval=np.stack(wilson(predictions.correct, predictions.count), axis=1)[held],
        recall_interval=np.stack(wilson(labels.correct, labels.count), axis=1)[held],
        fairness=None if column.groups is None else _fairness(labels, predictions, images, column.level),
    )


def _fairness(labels: _Tally, predictions: _Tally, images: Ids, level: Level) -> Fairness:
    known = slice(0, -1)
    return Fairness(
        recall=equal_opportunity(labels.correct[known], labels.count[known]),
        precision=equal_opportunity(predictions.correct[known], predictions.count[known]),
        predicted=demographic_parity(predictions.images[known], images[known]) if level is Level.IMAGE else None,
    )


def _f1(precision: Floats, recall: Floats) -> Floats:
    """Harmonic mean. A rate that cannot be told is 0, as in the table of classes, unless neither can."""
    p, r = np.nan_to_num(precision), np.nan_to_num(recall)
    mean = np.where(p + r > 0, divided(2 * p * r, p + r), 0.0)
    return np.where(np.isnan(precision) & np.isnan(recall), np.nan, mean)
