"""Runs and their evaluations."""

from __future__ import annotations

from fastapi import Response

from assay.server import replies
from assay.server.deps import Replies, Store
from assay.server.nouns import run_by_id
from assay.server.requests import EvaluateRequest
from assay.server.routers import api_router
from assay.server.show.evaluation import show_current_evaluation, show_evaluation_detail
from assay.workflows.runs import evaluate_run as workflow

router = api_router("/api/runs/{run}", tag="runs")


@router.get("/evaluation", response_model=replies.EvaluationDetail | None)
def get_evaluation(run: int, store: Store, reply: Replies) -> Response:
    """The run's current evaluation with its confusion matrix; null when it was not evaluated yet."""
    snapshot = store.snapshot()
    chosen = run_by_id(snapshot, run)
    return reply.json_of(snapshot.key, lambda: show_current_evaluation(chosen, snapshot))


@router.post("/evaluate", response_model=replies.EvaluationDetail)
def evaluate_run(run: int, request: EvaluateRequest, store: Store, reply: Replies) -> Response:
    """Compare the run with the labels at other thresholds; replaces its evaluation."""
    dataset = run_by_id(store.snapshot(), run).dataset_id
    report = workflow.evaluate_run(store, run=run, dataset=dataset, config=request.config())
    return reply.json(show_evaluation_detail(report, store.snapshot()))
