"""Metrics: how they stand, and runs of them."""

from __future__ import annotations

from fastapi import Response

from assay.jobs.progress import Progress
from assay.server.deps import Replies, Store
from assay.server.replies import metrics as replies
from assay.server.requests import MeasureRequest
from assay.server.routers import api_router
from assay.server.show.metrics import show_job, show_measured, show_metric
from assay.server.work_deps import Jobs
from assay.workflows.metrics.measure import measure
from assay.workflows.metrics.metric_states import list_metrics as standings

router = api_router("/api/metrics", tag="metrics")


@router.get("", response_model=list[replies.Metric])
def list_metrics(dataset: int, store: Store, reply: Replies, run: int | None = None) -> Response:
    """Every metric at each of its levels: measured, stale, not measured, or why it cannot be."""
    # Not by the snapshot's key: a person's own metric may have been added meanwhile.
    return reply.json([show_metric(standing) for standing in standings(store, dataset=dataset, run=run)])


@router.post("/run", response_model=replies.Job)
def run_metrics(request: MeasureRequest, store: Store, jobs: Jobs, reply: Replies) -> Response:
    """Measure metrics as a job; what was measured before is not measured again. Own metrics run if trusted."""
    store.snapshot().dataset(request.dataset)  # what is not there is told at once

    def work(progress: Progress) -> replies.Measured:
        report = measure(
            store,
            dataset=request.dataset,
            run=request.run,
            metrics=request.metrics,
            levels=request.levels,
            afresh=request.afresh,
            progress=progress,
        )
        return show_measured(report, store.snapshot().key)

    return reply.json(show_job(jobs.start("Measure", work)))
