"""Jobs: watch long work, and cancel it."""

from __future__ import annotations

from fastapi import Response

from assay.server.deps import Replies
from assay.server.replies import metrics as replies
from assay.server.routers import api_router
from assay.server.show.metrics import show_job
from assay.server.work_deps import Jobs

router = api_router("/api/jobs", tag="jobs")


@router.get("", response_model=list[replies.Job])
def list_jobs(jobs: Jobs, reply: Replies) -> Response:
    """The jobs of this server, newest first."""
    return reply.json([show_job(job) for job in jobs.list()])


@router.get("/{job}", response_model=replies.Job)
def get_job(job: int, jobs: Jobs, reply: Replies) -> Response:
    """One job as it stands."""
    return reply.json(show_job(jobs.get(job)))


@router.delete("/{job}", response_model=replies.Job)
def cancel_job(job: int, jobs: Jobs, reply: Replies) -> Response:
    """Let a job end at its next step. What it measured of images is kept: the next run goes on there."""
    return reply.json(show_job(jobs.cancel(job)))
