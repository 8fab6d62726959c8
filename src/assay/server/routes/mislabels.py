"""Mislabels: who can tell of them, what was told, and telling anew."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import Response

from assay.jobs.progress import Progress
from assay.server.deps import Jobs, Replies, Store
from assay.server.replies import metrics as job_replies
from assay.server.replies import mislabels as replies
from assay.server.requests import MislabelsRequest
from assay.server.routers import api_router
from assay.server.show.metrics import show_job
from assay.workflows.mislabel_state import mislabel_state
from assay.workflows.mislabels import find_mislabels

router = api_router("/api/mislabels", tag="mislabels")


@router.get("", response_model=replies.Mislabels)
def get_mislabels(dataset: int, store: Store, reply: Replies, run: int | None = None) -> Response:
    """Who could tell which labels are of another class, what is missing for it, and what was told."""
    return reply.json(asdict(mislabel_state(store, dataset=dataset, run=run)))


@router.post("/run", response_model=job_replies.Job)
def run_mislabels(request: MislabelsRequest, store: Store, jobs: Jobs, reply: Replies) -> Response:
    """Write beside every label whether its class is likely wrong and which it is else, as a job (V5.6)."""
    snapshot = store.snapshot()  # what is not there is told at once
    target = snapshot.dataset(request.dataset)
    if request.run is not None:
        snapshot.run(target.id, request.run)

    def work(progress: Progress) -> replies.FoundMislabels:
        report = find_mislabels(
            store, dataset=request.dataset, run=request.run, sources=request.sources, progress=progress
        )
        return {
            "labels": report.labels,
            "unknown": report.unknown,
            "flagged": report.flagged,
            "coarsely": report.coarsely,
            "seconds": report.seconds,
        }

    return reply.json(show_job(jobs.start("Find mislabels", work)))
