"""What lies behind a run's numbers, at any thresholds and in any images. Nothing is stored."""

from __future__ import annotations

from fastapi import Response

from assay.errors import NotFound
from assay.model.run import Run
from assay.server.analysis_requests import BreakdownRequest, CalibrationRequest, CompareRequest, CurvesRequest
from assay.server.deps import Replies, Store
from assay.server.nouns import run_by_id
from assay.server.replies import analysis as replies
from assay.server.routers import api_router
from assay.server.run_requests import MetricsRequest
from assay.server.show import analysis as show
from assay.store.snapshot import Snapshot
from assay.workflows.runs.breakdown import breakdown
from assay.workflows.runs.calibration import calibration
from assay.workflows.runs.classification_scores import ClassificationScores, classification_scores
from assay.workflows.runs.compare_runs import compare_runs
from assay.workflows.runs.curves import curves
from assay.workflows.runs.error_types import error_types
from assay.workflows.runs.headline import run_headline
from assay.workflows.runs.importance import column_importance

router = api_router("/api/runs/{run}", tag="runs")


@router.post("/average-precision", response_model=replies.RunPrecision)
def get_average_precision(run: int, request: MetricsRequest, store: Store, reply: Replies) -> Response:
    """Average precision and recall as COCO counts them, with bootstrap intervals of the headline numbers."""
    snapshot = store.snapshot()
    found = run_headline(snapshot, run_by_id(snapshot, run), config=request.config(), query=request.query)
    return reply.json(show.show_precision(found))


@router.post("/curves", response_model=replies.Curves)
def get_curves(run: int, request: CurvesRequest, store: Store, reply: Replies) -> Response:
    """Precision against recall, rates against confidence, and how right and wrong predictions spread over it."""
    snapshot = store.snapshot()
    chosen = run_by_id(snapshot, run)
    found = curves(snapshot, chosen, config=request.config(), class_id=request.class_id, query=request.query)
    return reply.json(show.show_curves(found))


@router.post("/error-types", response_model=replies.ErrorTypes)
def get_error_types(run: int, request: MetricsRequest, store: Store, reply: Replies) -> Response:
    """What kinds of error there are, and how much average precision each costs."""
    snapshot = store.snapshot()
    found = error_types(snapshot, run_by_id(snapshot, run), config=request.config(), query=request.query)
    return reply.json(show.show_errors(found))


@router.post("/calibration", response_model=replies.Calibration)
def get_calibration(run: int, request: CalibrationRequest, store: Store, reply: Replies) -> Response:
    """How far confidence can be believed; ROC and top-k where predictions have class probabilities."""
    snapshot = store.snapshot()
    chosen = run_by_id(snapshot, run)
    found = calibration(snapshot, chosen, config=request.config(), query=request.query, bins=request.bins)
    return reply.json(show.show_calibration(found, _scores(snapshot, chosen, request.query)))


@router.post("/by", response_model=replies.Breakdown)
def get_breakdown(run: int, request: BreakdownRequest, store: Store, reply: Replies) -> Response:
    """Performance by a field: in quantile bins of its numbers, or for each of its values."""
    snapshot = store.snapshot()
    found = breakdown(
        snapshot,
        run_by_id(snapshot, run),
        field=request.field,
        config=request.config(),
        query=request.query,
        bins=request.bins,
    )
    return reply.json(show.show_breakdown(found))


@router.post("/importance", response_model=list[replies.ColumnImportance])
def list_importance(run: int, request: MetricsRequest, store: Store, reply: Replies) -> Response:
    """Which fields tell most of how well objects are found, the most telling first."""
    snapshot = store.snapshot()
    found = column_importance(snapshot, run_by_id(snapshot, run), config=request.config(), query=request.query)
    return reply.json(show.show_importance(found))


@router.post("/compare", response_model=replies.RunComparison)
def compare_with(run: int, request: CompareRequest, store: Store, reply: Replies) -> Response:
    """Another run (b) held against this one (a): numbers, classes, labels fixed and broken, cells of the matrix."""
    snapshot = store.snapshot()
    a, b = run_by_id(snapshot, run), run_by_id(snapshot, request.other)
    return reply.json(show.show_comparison(compare_runs(snapshot, a, b, config=request.config(), query=request.query)))


def _scores(snapshot: Snapshot, run: Run, query: str) -> ClassificationScores | NotFound:
    """The numbers of a run that classifies images, or why there are none."""
    try:
        return classification_scores(snapshot, run, query=query)
    except NotFound as reason:
        return reason
