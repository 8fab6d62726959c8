"""Embeddings: what there is, runs of embedders, the default one."""

from __future__ import annotations

from fastapi import Response

from assay.embeddings.registry import EMBEDDERS
from assay.jobs.progress import Progress
from assay.model.level import Level
from assay.server.deps import Replies, Store
from assay.server.nouns import embedding_by_id
from assay.server.replies import embeddings as replies
from assay.server.replies import metrics as job_replies
from assay.server.requests import EmbedRequest
from assay.server.routers import api_router
from assay.server.sheet_deps import Sheets
from assay.server.show.embeddings import show_embedded, show_embedder, show_embedding
from assay.server.show.metrics import show_job
from assay.server.work_deps import Jobs
from assay.workflows.embeddings import embeddings
from assay.workflows.embeddings.embed import embed

router = api_router("/api/embeddings", tag="embeddings")


@router.get("", response_model=replies.Embeddings)
def list_embeddings(dataset: int, store: Store, reply: Replies) -> Response:
    """The embeddings of a dataset, and the embedders there are."""
    return _listed(dataset, store, reply)


@router.post("/run", response_model=job_replies.Job)
def run_embedder(request: EmbedRequest, store: Store, jobs: Jobs, sheets: Sheets, reply: Replies) -> Response:
    """Embed images and labels, or predictions, as a job; what was embedded before is not computed again.

    The tiles of walls are made behind it, while nobody looks.
    """
    snapshot = store.snapshot()  # what is not there is told at once
    target = snapshot.dataset(request.dataset)
    if request.run is not None:
        snapshot.run(target.id, request.run)

    def work(progress: Progress) -> replies.Embedded:
        report = embed(
            store,
            dataset=request.dataset,
            run=request.run,
            levels=request.levels,
            embedder=request.embedder,
            name=request.name,
            parameters=request.parameters,
            budget_seconds=request.budget_seconds,
            anew=request.anew,
            progress=progress,
        )
        if Level.ANNOTATION in request.levels:
            sheets.fill(target.id, Level.ANNOTATION, None)
        return show_embedded(report, store.snapshot().key)

    return reply.json(show_job(jobs.start("Embed", work)))


@router.post("/{embedding}/default", response_model=replies.Embeddings)
def choose_default(embedding: int, store: Store, reply: Replies) -> Response:
    """Let searches, maps, metrics and detectors use this embedding of its level."""
    found = embedding_by_id(store.snapshot(), embedding)
    embeddings.make_default(store, found.name, dataset=found.dataset_id, level=found.level)
    return _listed(found.dataset_id, store, reply)


@router.delete("/{embedding}", response_model=replies.Embeddings)
def remove_embedding(embedding: int, store: Store, reply: Replies) -> Response:
    """Forget an embedding and its vectors. What was measured with it stays, and is stale."""
    found = embedding_by_id(store.snapshot(), embedding)
    embeddings.remove_embedding(store, found.name, dataset=found.dataset_id, level=found.level)
    return _listed(found.dataset_id, store, reply)


def _listed(dataset: int, store: Store, reply: Replies) -> Response:
    # Not by the snapshot's key: files may have changed meanwhile, and packages may have been installed.
    standings = embeddings.list_embeddings(store, dataset=dataset)
    return reply.json(
        {
            "embeddings": [show_embedding(standing) for standing in standings],
            "embedders": [show_embedder(embedder) for embedder in EMBEDDERS.values()],
        }
    )
