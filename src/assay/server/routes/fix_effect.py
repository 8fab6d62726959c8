"""Did the fix help? Only by the probe: no command ever comes over HTTP."""

from __future__ import annotations

from fastapi import Response

from assay.jobs.progress import Progress
from assay.server.deps import Replies, Store
from assay.server.fix_requests import DidItHelpRequest, FixRequest
from assay.server.replies import fix_effect as replies
from assay.server.replies import metrics as job_replies
from assay.server.routers import api_router
from assay.server.show.fix_effect import show_fix_effect, show_fix_plan
from assay.server.show.metrics import show_job
from assay.server.work_deps import Jobs
from assay.workflows.fixes.effect import fix_effect
from assay.workflows.fixes.plan import plan_fix

router = api_router("/api/did-it-help", tag="analysis")


@router.post("/plan", response_model=replies.FixPlan)
def plan_did_it_help(request: FixRequest, store: Store, reply: Replies) -> Response:
    """What an answer would rest on, before anything is trained; refused with what is lacking where there is none."""
    plan = plan_fix(
        store,
        dataset=request.dataset,
        before=request.before,
        after=request.after,
        test=request.test,
        level=request.level,
    )
    return reply.json(show_fix_plan(plan))


@router.post("/run", response_model=job_replies.Job)
def did_it_help(request: DidItHelpRequest, store: Store, jobs: Jobs, reply: Replies) -> Response:
    """Train a probe on the labels before and after, as a job, and ask both of a frozen test set. Changes nothing."""
    target = store.snapshot().dataset(request.dataset)  # what is not there is told at once

    def work(progress: Progress) -> replies.FixEffect:
        revision = store.snapshot().key
        found = fix_effect(
            store,
            dataset=target.id,
            before=request.before,
            after=request.after,
            test=request.test,
            level=request.level,
            repeats=request.repeats,
            progress=progress,
        )
        return show_fix_effect(found, dataset=target.id, revision=revision)

    return reply.json(show_job(jobs.start("Did the fix help?", work)))
