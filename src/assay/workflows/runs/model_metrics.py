"""How a run fares at any thresholds, in all images or in a slice of them, while one waits."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.evaluation.cells import count_cells, merge_duplicates
from assay.evaluation.confusion import ClassRates, class_rates
from assay.evaluation.outcomes import OUTCOMES
from assay.evaluation.rates import AverageRates, average_rates, rates
from assay.model.category import Category
from assay.model.evaluation import EvaluationConfig
from assay.model.match import Outcome
from assay.model.run import Run
from assay.model.shape import ShapeKind
from assay.store.snapshot import Snapshot
from assay.workflows.runs.matches import RunMatches, images_of, run_matches


@dataclass(frozen=True, slots=True, eq=False)
class ModelMetrics:
    """The numbers of a run at two thresholds.

    images : how many images are looked at. outcomes : rows of each outcome.
    shapes : what labels and predictions both have, so that it can be compared: BOX, MASK, KEYPOINTS.
    averages : `macro`, `weighted` and `micro`, see `evaluation.rates`.
    counts : (k + 2, k + 1) confusion matrix with duplicates as a row of their own, see `evaluation.cells`.
    milliseconds : what matching and counting took.
    """

    run: Run
    config: EvaluationConfig
    classes: tuple[Category, ...]
    shapes: tuple[ShapeKind, ...]
    images: int
    outcomes: dict[Outcome, int]
    counts: Ids
    per_class: ClassRates
    averages: dict[str, AverageRates]
    milliseconds: float

    def f_scores(self, beta: float = 1.0) -> NDArray[np.float64]:
        """(k,) Fβ of each class, in which recall counts β times as much as precision; NaN where not defined."""
        correct, predicted = np.diagonal(self.counts)[:-1], self.counts[:, :-1].sum(axis=0)
        return rates(correct, predicted, support=self.per_class.support, beta=beta).f


def model_metrics(
    snapshot: Snapshot, run: Run, *, config: EvaluationConfig | None = None, query: str = ""
) -> ModelMetrics:
    """Match `run` at `config`'s thresholds in the images that `query` lists; nothing is stored.

    Raises
    ------
    QueryError : the query is wrong.
    ArrayError : the IoU is outside (0, 1].
    """
    thresholds = config or EvaluationConfig()
    rows, images = run_matches(snapshot, run, thresholds.shape), images_of(snapshot, run, query)
    started = time.perf_counter()
    found, classes = rows.at(thresholds, images), len(rows.classes)
    counts = count_cells(rows.cells(found), classes=classes)
    matrix = merge_duplicates(counts)
    per_class = class_rates(matrix)
    averages = average_rates(np.diagonal(matrix)[:-1], matrix[:, :-1].sum(axis=0), support=per_class.support)
    spent = time.perf_counter() - started
    return ModelMetrics(
        run,
        thresholds,
        rows.classes,
        _shapes(rows),
        images=snapshot.count("images", where={"dataset_id": run.dataset_id}) if images is None else len(images),
        outcomes=_outcomes(found.outcome),
        counts=counts,
        per_class=per_class,
        averages=averages,
        milliseconds=1000 * spent,
    )


def _shapes(rows: RunMatches) -> tuple[ShapeKind, ...]:
    """What both sides of a run have, by the kinds of their rows; boxes always."""
    labels, predictions = (set(pc.unique(side.column("kind")).to_pylist()) for side in (rows.labels, rows.predictions))
    kinds = {
        ShapeKind.MASK: {ShapeKind.POLYGON.value, ShapeKind.MASK.value},
        ShapeKind.KEYPOINTS: {ShapeKind.KEYPOINTS.value},
    }
    return (ShapeKind.BOX, *(shape for shape, of_it in kinds.items() if labels & of_it and predictions & of_it))


def _outcomes(codes: NDArray[np.int8]) -> dict[Outcome, int]:
    counted = np.bincount(codes, minlength=len(OUTCOMES)).tolist()
    return dict(zip(OUTCOMES, counted, strict=True))
