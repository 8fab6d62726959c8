"""Runs and their evaluations."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assay.server import replies
from assay.server.deps import Conditional, Store
from assay.server.requests import EvaluateRequest

router = APIRouter(prefix="/api/runs/{run}", tags=["runs"])


@router.get("/evaluation", response_model=replies.EvaluationDetail | None)
def get_evaluation(run: int, store: Store, conditional: Conditional) -> Response:
    """The run's current evaluation with its confusion matrix; null when it was not evaluated yet."""


@router.post("/evaluate", response_model=replies.EvaluationDetail)
def evaluate_run(run: int, request: EvaluateRequest, store: Store) -> Response:
    """Compare the run with the labels at other thresholds; replaces its evaluation."""
