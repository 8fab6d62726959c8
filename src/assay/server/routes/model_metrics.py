"""A run at any thresholds: its metrics, and the results behind their cells. Nothing is stored."""

from __future__ import annotations

from fastapi import Response

from assay.server import replies
from assay.server.deps import Replies, Store
from assay.server.nouns import run_by_id
from assay.server.routers import api_router
from assay.server.run_requests import MetricsRequest, ResultsChoice, ResultsRequest
from assay.server.show.model_metrics import show_metrics, show_result_ids, show_results, show_weak_slice
from assay.workflows.runs.model_metrics import model_metrics
from assay.workflows.runs.results import Choice, results
from assay.workflows.runs.weak_slices import weak_slices

router = api_router("/api/runs/{run}", tag="runs")


@router.post("/metrics", response_model=replies.ModelMetrics)
def get_model_metrics(run: int, request: MetricsRequest, store: Store, reply: Replies) -> Response:
    """The confusion matrix and the rates of each class at these thresholds, in the images that the query lists."""
    snapshot = store.snapshot()
    found = model_metrics(snapshot, run_by_id(snapshot, run), config=request.config(), query=request.query)
    return reply.json(show_metrics(found))


@router.post("/results", response_model=replies.ResultPage)
def list_results(run: int, request: ResultsRequest, store: Store, reply: Replies) -> Response:
    """A page of the results that lie in some cells of the matrix, with what is needed to draw them."""
    snapshot = store.snapshot()
    chosen = run_by_id(snapshot, run)
    page = results(
        snapshot,
        chosen,
        _choice(request),
        order=request.order,
        descending=request.descending,
        offset=request.offset,
        limit=request.limit,
    )
    return reply.json(show_results(page, snapshot, chosen, confidence=request.confidence))


@router.post("/results/ids", response_model=replies.ResultIds)
def list_result_ids(run: int, request: ResultsChoice, store: Store, reply: Replies) -> Response:
    """The labels and predictions that all results in some cells of the matrix stand for."""
    snapshot = store.snapshot()
    return reply.json(show_result_ids(results(snapshot, run_by_id(snapshot, run), _choice(request))))


@router.post("/weak-slices", response_model=list[replies.WeakSlice])
def list_weak_slices(run: int, request: MetricsRequest, store: Store, reply: Replies) -> Response:
    """Where the run is weakest: slices of the data with far more errors than the rest, the costliest first."""
    snapshot = store.snapshot()
    found = weak_slices(snapshot, run_by_id(snapshot, run), config=request.config(), query=request.query)
    return reply.json([show_weak_slice(slice_) for slice_ in found])


def _choice(request: ResultsChoice) -> Choice:
    return Choice(request.config(), request.query, cells=request.cells, within=request.within)
