"""Evaluations as replies."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import numpy as np

from assay.arrays import Ids
from assay.evaluation.confusion import ClassRates as Rates
from assay.model.category import Category
from assay.model.evaluation import Evaluation as StoredEvaluation
from assay.model.evaluation import EvaluationSummary
from assay.model.run import Run
from assay.server.replies import ClassRates, Evaluation, EvaluationDetail
from assay.store.snapshot import Snapshot
from assay.workflows.runs.evaluate_run import EvaluationReport, read_evaluation


def show_evaluation(report: EvaluationReport) -> Evaluation:
    """The counts and rates of an evaluation."""
    return _counts(report.evaluation, report.summary)


def show_evaluation_detail(report: EvaluationReport, snapshot: Snapshot) -> EvaluationDetail:
    """An evaluation with its matrix and the rates of each class."""
    return {
        **_counts(report.evaluation, report.summary),
        "classes": list(report.summary.classes),
        "matrix": [list(row) for row in report.summary.matrix],
        "per_class": show_class_rates(
            snapshot.categories(report.run.dataset_id), report.per_class, np.array(report.summary.matrix)
        ),
    }


def show_current_evaluation(run: Run, snapshot: Snapshot) -> EvaluationDetail | None:
    """The current evaluation of a run; None when it was not evaluated yet."""
    if snapshot.evaluation(run.id) is None:
        return None
    return show_evaluation_detail(read_evaluation(snapshot, run), snapshot)


def _counts(evaluation: StoredEvaluation, summary: EvaluationSummary) -> Evaluation:
    return {
        "id": evaluation.id,
        "iou": evaluation.config.iou,
        "confidence": evaluation.config.confidence,
        "tp": summary.tp,
        "fp": summary.fp,
        "fn": summary.fn,
        "confusions": summary.confusions,
        "precision": summary.precision,
        "recall": summary.recall,
        "f1": summary.f1,
    }


def show_class_rates(categories: Sequence[Category], rates: Rates, matrix: Ids) -> list[ClassRates]:
    """The rates of each class, in the order of the rows and columns of `matrix`, whose lines beside them may follow."""
    predicted, correct = matrix.sum(axis=0).tolist(), np.diagonal(matrix).tolist()
    return [
        {
            "class_id": category.id,
            "name": category.name,
            "support": int(rates.support[place]),
            "predicted": predicted[place],
            "correct": correct[place],
            "precision": told(rates.precision[place]),
            "recall": told(rates.recall[place]),
            "f1": told(rates.f1[place]),
        }
        for place, category in enumerate(categories)
    ]


def told(value: float) -> float | None:
    """A rate, None where there is nothing to divide by."""
    return None if isnan(value) else float(value)
