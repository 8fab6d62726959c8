"""Mislabels: who can tell of them, what was told, files of one's own, and telling anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, TypeVar

from fastapi import Query, Request, Response
from starlette.concurrency import run_in_threadpool

from assay.jobs.progress import Progress
from assay.server.deps import Replies, Store
from assay.server.replies import metrics as job_replies
from assay.server.replies import mislabels as replies
from assay.server.requests import MislabelsRequest
from assay.server.routers import api_router
from assay.server.show.metrics import show_job
from assay.server.show.mislabels import show_chances, show_coarse
from assay.server.work_deps import Jobs
from assay.store import store as stores
from assay.workflows.given_files import GivenFile, given_file
from assay.workflows.issues.chances_file import CHANCES_SUFFIXES, read_chances
from assay.workflows.issues.coarse_file import COARSE_SUFFIXES, read_coarse
from assay.workflows.issues.mislabel_state import mislabel_state
from assay.workflows.issues.mislabels import find_mislabels

router = api_router("/api/mislabels", tag="mislabels")

FileName = Annotated[str, Query(min_length=1, max_length=255)]
"""What people call the file; its ending says what it holds."""

T = TypeVar("T")


@router.get("", response_model=replies.Mislabels)
def get_mislabels(dataset: int, store: Store, reply: Replies, run: int | None = None) -> Response:
    """Who could tell which labels are of another class, what is missing for it, and what was told."""
    return reply.json(asdict(mislabel_state(store, dataset=dataset, run=run)))


@router.post("/files/chances", response_model=replies.GivenChances)
async def give_chances(dataset: int, name: FileName, request: Request, store: Store, reply: Replies) -> Response:
    """Take class probabilities of one's own, the body of the request: .npy, CSV, Parquet or JSON. Nothing is unpickled.

    Rows that cannot be taken are told of; the file is kept until a few more were given.
    """
    snapshot = store.snapshot()
    target = snapshot.dataset(dataset)
    key, found = await _given(
        request, store, name, CHANCES_SUFFIXES, lambda path: read_chances(snapshot, target, path, name=name)
    )
    return reply.json(show_chances(key, found))


@router.post("/files/coarse", response_model=replies.GivenCoarse)
async def give_coarse(dataset: int, name: FileName, request: Request, store: Store, reply: Replies) -> Response:
    """Take the coarse class of each class, the body of the request: CSV, Parquet or JSON."""
    snapshot = store.snapshot()
    classes = [one.name for one in snapshot.categories(snapshot.dataset(dataset).id)]
    key, found = await _given(request, store, name, COARSE_SUFFIXES, lambda path: read_coarse(path, classes, name=name))
    return reply.json(show_coarse(key, found))


async def _given(
    request: Request, store: stores.Store, name: str, suffixes: tuple[str, ...], read: Callable[[Path], T]
) -> tuple[str, T]:
    """The key of the file in a request's body, and what was read of it."""
    file = GivenFile(store, name, suffixes)
    try:
        async for piece in request.stream():
            await run_in_threadpool(file.write, piece)
    except BaseException:  # the browser went away, or the server ends
        file.drop()
        raise
    return await run_in_threadpool(file.keep, read)


@router.post("/run", response_model=job_replies.Job)
def run_mislabels(request: MislabelsRequest, store: Store, jobs: Jobs, reply: Replies) -> Response:
    """Write beside every label whether its class is likely wrong and which it is else, as a job (V5.6)."""
    snapshot = store.snapshot()  # what is not there is told at once
    target = snapshot.dataset(request.dataset)
    if request.run is not None:
        snapshot.run(target.id, request.run)
    chances, coarse = (None if key is None else given_file(store, key) for key in (request.chances, request.coarse))

    def work(progress: Progress) -> replies.FoundMislabels:
        now = store.snapshot()
        classes = [one.name for one in now.categories(target.id)]
        report = find_mislabels(
            store,
            dataset=request.dataset,
            run=request.run,
            pred_probs=None if chances is None else read_chances(now, target, chances).chances,
            coarse=None if coarse is None else read_coarse(coarse, classes).groups,
            sources=request.sources,
            progress=progress,
        )
        return {
            "labels": report.labels,
            "unknown": report.unknown,
            "flagged": report.flagged,
            "coarsely": report.coarsely,
            "seconds": report.seconds,
        }

    return reply.json(show_job(jobs.start("Find mislabels", work)))
