"""The headline numbers of a run, and how far they would move on other images (E16, F18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.evaluation.bootstrap import bootstrap_average_precision
from assay.evaluation.rates import rates
from assay.model.category import Category
from assay.model.evaluation import EvaluationConfig
from assay.model.run import Run
from assay.statistics.resampling import Weights, image_weights, interval, resampled_sums
from assay.store.snapshot import Snapshot
from assay.workflows.average_precision import AveragePrecision, average_precision
from assay.workflows.counted import count_outcomes
from assay.workflows.run_matches import RunMatches, images_of, run_matches

Floats = NDArray[np.float64]

TITLES = {"AP": "AP", "AP50": "AP50", "precision": "Precision", "recall": "Recall", "f1": "F1"}
"""The headline numbers by name: two of COCO, and three at two thresholds."""

REPEATS = 1000
"""How often the images are drawn anew."""


@dataclass(frozen=True, slots=True)
class HeadlineNumber:
    """One number, NaN where it is not defined, and its 95 % interval."""

    name: str
    title: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class RunHeadline:
    """The headline numbers of a run, and the average precision (K `classes`) that two of them come from."""

    classes: tuple[Category, ...]
    precision: AveragePrecision
    numbers: tuple[HeadlineNumber, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Resampled:
    """The numbers of `TITLES`, NaN where not defined: (5,) as counted, (repeats, 5) on resamples of the images."""

    precision: AveragePrecision
    values: Floats
    resampled: Floats


def run_headline(
    snapshot: Snapshot, run: Run, *, config: EvaluationConfig | None = None, query: str = ""
) -> RunHeadline:
    """The headline numbers of `run` in the images of `query`, with bootstrap intervals over images.

    Raises
    ------
    QueryError : the query is wrong.
    """
    asked = images_of(snapshot, run, query)
    images = looked_at(snapshot, run.dataset_id, asked)
    weights = image_weights(len(images), repeats=REPEATS)
    found = resampled(snapshot, run, config or EvaluationConfig(), images=images, weights=weights)
    ends = zip(*interval(found.resampled), strict=True)
    numbers = tuple(
        HeadlineNumber(name, title, float(value), float(low), float(high))
        for (name, title), value, (low, high) in zip(TITLES.items(), found.values, ends, strict=True)
    )
    return RunHeadline(tuple(snapshot.categories(run.dataset_id)), found.precision, numbers)


def looked_at(snapshot: Snapshot, dataset_id: int, images: Ids | None) -> Ids:
    """The ids of the images, ascending; of all in the dataset where none are named. What is drawn in a bootstrap."""
    if images is not None:
        return np.sort(images)
    rows = snapshot.rows("images", columns=("id",), where={"dataset_id": dataset_id})
    return np.sort(np.asarray(rows.column("id"), np.int64))


def resampled(snapshot: Snapshot, run: Run, config: EvaluationConfig, *, images: Ids, weights: Weights) -> Resampled:
    """The numbers of `run` in the `images` (n,), ascending, and on resamples of them, (repeats, n) `weights`."""
    precision = average_precision(snapshot, run, images=images)
    of_images: NDArray[Any] = weights[:, np.searchsorted(images, precision.images)]
    drawn = bootstrap_average_precision(precision.matches, of_images, names=("AP", "AP50"))
    counts = _counts(run_matches(snapshot, run), config, images)
    told = [precision.summary[name] for name in drawn]
    return Resampled(
        precision,
        np.concatenate((np.where(np.array(told) < 0, np.nan, told), _rates(counts.sum(axis=0)))),
        np.column_stack((*drawn.values(), _rates(resampled_sums(counts, weights)))),
    )


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
