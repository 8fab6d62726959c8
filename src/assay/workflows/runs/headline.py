"""The headline numbers of a run, and how far they would move on other images (E16, F18)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.evaluation.bootstrap import bootstrap_average_precision
from assay.evaluation.protocols import protocol_of
from assay.evaluation.rates import rates
from assay.model.category import Category
from assay.model.evaluation import EvaluationConfig
from assay.model.run import Run
from assay.model.shape import ShapeKind
from assay.statistics.resampling import Weights, image_weights, interval, resampled_sums
from assay.store.snapshot import Snapshot
from assay.workflows.runs.average_precision import AveragePrecision, average_precision
from assay.workflows.runs.counted import count_outcomes
from assay.workflows.runs.matches import RunMatches, images_of, run_matches

Floats = NDArray[np.float64]

TITLES = {"AP": "AP", "AP50": "AP50", "precision": "Precision", "recall": "Recall", "f1": "F1"}
"""The headline numbers by name: two of COCO, and three at two thresholds."""

_RATES = ("precision", "recall", "f1")

REPEATS = 1000
"""How often the images are drawn anew."""

LEAST_REPEATS, PREDICTIONS_DRAWN = 200, 30_000_000
"""For AP of many predictions they are drawn less often: so many predictions in all, but no fewer resamples."""


@dataclass(frozen=True, slots=True)
class HeadlineNumber:
    """One number, NaN where it is not defined, and its 95 % interval."""

    name: str
    title: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class PrecisionDraws:
    """Average precision by a protocol, as counted and on resamples of the images.

    summary : the protocol's numbers. per_class, per_class50 : (K,) AP, and AP at IoU .5; NaN without labels.
    names : those of `TITLES` among the numbers. drawn : (repeats, m) these on resamples, NaN on those not taken.
    """

    summary: dict[str, float]
    per_class: Floats
    per_class50: Floats
    names: tuple[str, ...]
    drawn: Floats


@dataclass(frozen=True, slots=True, eq=False)
class RunHeadline:
    """The headline numbers of a run, and the average precision (K `classes`) that two of them come from."""

    classes: tuple[Category, ...]
    precision: PrecisionDraws
    numbers: tuple[HeadlineNumber, ...]

    def arrow(self) -> pa.Table:
        """One row per number: `name`, `value`, `low`, `high`."""
        names = ("name", "value", "low", "high")
        return pa.table({name: [getattr(number, name) for number in self.numbers] for name in names})


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """The images that are looked at, n ids ascending, and how often each of the resamples holds each: (repeats, n)."""

    images: Ids
    weights: Weights

    @classmethod
    def of(cls, snapshot: Snapshot, dataset_id: int, images: Ids | None = None) -> Draws:
        """Resamples of these images, of all of the dataset where none are named; the same for the same images."""
        if images is None:
            images = np.asarray(snapshot.rows("images", columns=("id",), where={"dataset_id": dataset_id})["id"])
        return cls(np.sort(images), image_weights(len(images), repeats=REPEATS))


@dataclass(frozen=True, slots=True, eq=False)
class DrawnNumbers:
    """Some numbers of `TITLES`, NaN where not defined: (m,) as counted, (repeats, m) on the resamples."""

    names: tuple[str, ...]
    values: Floats
    drawn: Floats


def run_headline(
    snapshot: Snapshot, run: Run, *, config: EvaluationConfig | None = None, query: str = ""
) -> RunHeadline:
    """The headline numbers of `run` in the images of `query`, with bootstrap intervals over images.

    Raises
    ------
    QueryError : the query is wrong.
    """
    thresholds = config or EvaluationConfig()
    precision = drawn_precision(snapshot, run, thresholds.shape, query)
    images = images_of(snapshot, run, query)
    numbers = headline_numbers(snapshot, run, thresholds, images=images, precision=precision)
    return RunHeadline(tuple(snapshot.categories(run.dataset_id)), precision, numbers)


def headline_numbers(
    snapshot: Snapshot,
    run: Run,
    config: EvaluationConfig,
    *,
    images: Ids | None = None,
    precision: PrecisionDraws | None = None,
) -> tuple[HeadlineNumber, ...]:
    """Precision, recall and F1 of `run`, and AP where `precision` of these images is given."""
    found = draw_numbers(snapshot, run, config, Draws.of(snapshot, run.dataset_id, images), precision=precision)
    rows = zip(found.names, found.values.tolist(), *(ends.tolist() for ends in interval(found.drawn)), strict=True)
    return tuple(HeadlineNumber(name, TITLES[name], value, low, high) for name, value, low, high in rows)


def draw_numbers(
    snapshot: Snapshot, run: Run, config: EvaluationConfig, draws: Draws, *, precision: PrecisionDraws | None = None
) -> DrawnNumbers:
    """The numbers of `run` in the images of `draws`, and on each of its resamples."""
    counts = _counts(run_matches(snapshot, run, config.shape), config, draws.images)
    values, drawn = _rates(counts.sum(axis=0)), _rates(resampled_sums(counts, draws.weights))
    if precision is None:
        return DrawnNumbers(_RATES, values, drawn)
    told = np.array([precision.summary[name] for name in precision.names])
    return DrawnNumbers(
        (*precision.names, *_RATES),
        np.concatenate((np.where(told < 0, np.nan, told), values)),
        np.concatenate((precision.drawn, drawn), axis=1),
    )


@lru_cache(maxsize=16)
def drawn_precision(snapshot: Snapshot, run: Run, shape: ShapeKind, query: str = "") -> PrecisionDraws:
    """The average precision of `run` in the images of `query`; no threshold changes it, so that it is kept."""
    images = images_of(snapshot, run, query)
    found = average_precision(snapshot, run, protocol=protocol_of(shape), images=images)
    return draw_precision(found, Draws.of(snapshot, run.dataset_id, images))


def draw_precision(found: AveragePrecision, draws: Draws) -> PrecisionDraws:
    """Average precision on the resamples of `draws`, which are of the images that `found` is of."""
    names = tuple(name for name in TITLES if name in found.summary)
    drawn = np.full((len(draws.weights), len(names)), np.nan)
    if names:
        most = PREDICTIONS_DRAWN // max(len(found.matches.image), 1)
        taken: NDArray[Any] = draws.weights[: max(most, LEAST_REPEATS), np.searchsorted(draws.images, found.images)]
        columns = bootstrap_average_precision(found.matches, taken, names=names)
        drawn[: len(taken)] = np.column_stack([columns[name] for name in names])
    return PrecisionDraws(found.summary, found.per_class, found.arrays.class_precision(iou=0.5), names, drawn)


def _counts(run: RunMatches, config: EvaluationConfig, images: Ids) -> Ids:
    """(n, 3) correct predictions, predictions and labels of each image."""
    counted = count_outcomes(run, config, images=images)
    label_image, pred_image = run.label.image[counted.label], run.pred.image[counted.prediction]
    sides = (pred_image[counted.right], pred_image, label_image)
    return np.stack([np.bincount(np.searchsorted(images, of), minlength=len(images)) for of in sides], axis=1)


def _rates(sums: Floats | Ids) -> Floats:
    """(..., 3) precision, recall and F1 of (..., 3) correct predictions, predictions, and labels."""
    correct, predicted, labels = np.moveaxis(np.asarray(sums), -1, 0)
    found = rates(correct, predicted, support=labels)
    return np.stack((found.precision, found.recall, found.f), axis=-1)
