"""Evaluate a run: match it with the labels, store the matches, and read the summary from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.errors import NotFound
from assay.evaluation.confusion import ClassRates, class_rates, summarise
from assay.jobs.progress import Progress, quiet
from assay.model.evaluation import Evaluation, EvaluationConfig, EvaluationSummary
from assay.model.match import Outcome
from assay.model.run import Run
from assay.schema.statement import Statement
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.runs.rematch import match_rows
from assay.workflows.segment_errors import settle_items


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """A run's evaluation with its numbers, over all classes and for each."""

    run: Run
    evaluation: Evaluation
    summary: EvaluationSummary
    per_class: ClassRates


def evaluate_run(
    store: Store,
    *,
    run: str | int | None = None,
    dataset: str | int | None = None,
    config: EvaluationConfig | None = None,
    progress: Progress = quiet,
) -> EvaluationReport:
    """Match `run` (the newest when None) with the labels of `dataset` at `config`'s thresholds, and store it.

    The evaluation replaces the run's earlier one.

    Raises
    ------
    NotFound : there is no such dataset or run.
    """
    thresholds = config or EvaluationConfig()
    with store.writer() as writer:
        target = writer.base.dataset(dataset)
        chosen = writer.base.run(target.id, run)
        progress.stage("Matching predictions with labels")
        evaluation = writer.set_evaluation(chosen.id, target.id, thresholds)
        rows = match_rows(writer.base, evaluation, {})
        writer.replace("matches", rows, where={"run_id": chosen.id})
    settle_items(store)
    return read_evaluation(store.snapshot(), chosen)


def read_evaluation(snapshot: Snapshot, run: Run) -> EvaluationReport:
    """The run's current evaluation as its match rows tell it, edits made since included.

    Raises
    ------
    NotFound : the run was never evaluated.
    """
    evaluation = snapshot.evaluation(run.id)
    if evaluation is None:
        raise NotFound(f"Run {run.name!r} was not evaluated yet.", hint="Evaluate it first.")
    categories = snapshot.categories(run.dataset_id)
    classes = tuple(category.name for category in categories)
    matrix = _matrix(snapshot, evaluation.id, np.array([category.id for category in categories], dtype=np.int64))
    return EvaluationReport(run, evaluation, summarise(matrix, classes), class_rates(matrix))


def _matrix(snapshot: Snapshot, evaluation_id: int, class_ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """(k + 1, k + 1) counts of label class by predicted class, background last (E6); ignored rows do not count."""
    counted = snapshot.query(
        Statement(
            "select category_id, predicted_category_id, count(*) as n from matches"
            " where evaluation_id = $evaluation and outcome <> $ignored group by all",
            {"evaluation": evaluation_id, "ignored": Outcome.IGNORED.value},
        )
    )
    background = len(class_ids)
    matrix = np.zeros((background + 1, background + 1), dtype=np.int64)

    def at(name: str) -> NDArray[np.int64]:
        ids = counted.column(name).combine_chunks()
        valid = ids.is_valid().to_numpy(zero_copy_only=False)
        found = np.searchsorted(class_ids, ids.fill_null(0).to_numpy())
        return np.where(valid, found, background)

    np.add.at(matrix, (at("category_id"), at("predicted_category_id")), counted.column("n").to_numpy())
    return matrix
