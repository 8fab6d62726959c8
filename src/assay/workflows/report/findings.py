"""All that a report tells of a run, gathered from the same workflows that the app and Python ask."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assay.errors import NotFound
from assay.model.dataset import Dataset
from assay.model.evaluation import EvaluationConfig
from assay.model.level import Level
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.workflows.runs.breakdown import Breakdown, breakdown
from assay.workflows.runs.calibration import Calibration, calibration
from assay.workflows.runs.classification_scores import ClassificationScores, classification_scores
from assay.workflows.runs.compare_runs import RunComparison, compare_runs
from assay.workflows.runs.curves import Curves, curves
from assay.workflows.runs.error_types import RunErrors, error_types
from assay.workflows.runs.headline import RunHeadline, run_headline
from assay.workflows.runs.importance import ColumnImportance, ColumnRanking, column_importance
from assay.workflows.runs.model_metrics import ModelMetrics, model_metrics
from assay.workflows.runs.results import Cell, Choice, ResultOrder, Results, results
from assay.workflows.runs.weak_slices import WeakSlice, weak_slices

COLUMNS_SHOWN = 4
SLICES_SHOWN = 10
EXAMPLES_SHOWN = 12
_SURE = 0.05  # p-value from which on a column may tell nothing


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """The numbers of one report. `examples` are by heading, the worst first."""

    dataset: Dataset
    config: EvaluationConfig
    metrics: ModelMetrics
    headline: RunHeadline
    curves: Curves
    errors: RunErrors
    calibration: Calibration
    scores: ClassificationScores | None
    importance: ColumnRanking
    breakdowns: tuple[Breakdown, ...]
    weakest: tuple[WeakSlice, ...]
    examples: dict[str, Results]
    comparison: RunComparison | None

    @property
    def run(self) -> Run:
        """The run that is reported."""
        return self.metrics.run


def gather(snapshot: Snapshot, run: Run, *, config: EvaluationConfig, other: Run | None = None) -> Findings:
    """Everything a report of `run` tells at `config`'s thresholds, held against `other` (b) if one is given."""
    metrics = model_metrics(snapshot, run, config=config)
    columns = column_importance(snapshot, run, config=config)
    telling = [column for column in columns if column.p_value < _SURE and _is_of_the_data(column)]
    return Findings(
        snapshot.dataset(run.dataset_id),
        config,
        metrics,
        headline=run_headline(snapshot, run, config=config),
        curves=curves(snapshot, run, config=config),
        errors=error_types(snapshot, run, config=config),
        calibration=calibration(snapshot, run, config=config),
        scores=_scores(snapshot, run),
        importance=columns,
        breakdowns=tuple(
            breakdown(snapshot, run, field=column.field, config=config, bins=8) for column in telling[:COLUMNS_SHOWN]
        ),
        weakest=tuple(
            found for found in weak_slices(snapshot, run, config=config, most=SLICES_SHOWN) if found.p_value < _SURE
        ),
        examples=_examples(snapshot, run, metrics),
        comparison=None if other is None else compare_runs(snapshot, run, other, config=config),
    )


def _scores(snapshot: Snapshot, run: Run) -> ClassificationScores | None:
    """The numbers of a run that classifies whole images; None for one that does not."""
    try:
        return classification_scores(snapshot, run)
    except NotFound:
        return None


def _is_of_the_data(column: ColumnImportance) -> bool:
    """Whether it is worth a plot: classes have a table, and confidence has curves of its own."""
    return column.level is not Level.PREDICTION and column.field != "label"


def _examples(snapshot: Snapshot, run: Run, metrics: ModelMetrics) -> dict[str, Results]:
    k = len(metrics.classes)
    row, column = np.nonzero(metrics.counts[:k, :k] * (1 - np.eye(k, dtype=np.int64)))
    asked: dict[str, tuple[list[Cell], ResultOrder]] = {
        "Predicted where nothing is labelled": ([(k, None)], ResultOrder.CONFIDENCE),
        "Labels that were missed": ([(None, k)], ResultOrder.SIZE),
        "Taken for another class": (list(zip(row.tolist(), column.tolist(), strict=True)), ResultOrder.LOSS),
    }
    return {
        title: results(snapshot, run, Choice(metrics.config, cells=cells), order=order, limit=EXAMPLES_SHOWN)
        for title, (cells, order) in asked.items()
    }
