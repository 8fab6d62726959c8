"""Facts about a dataset: its classes, its fields, and what is wrong with it."""

from __future__ import annotations

from fastapi import Response

from assay.model.level import Level
from assay.server import replies
from assay.server.deps import Replies, Store
from assay.server.routers import api_router
from assay.server.show.fields import show_field
from assay.server.show.overview import show_classes, show_overview
from assay.workflows.explore.catalog import catalog_of, scope_of
from assay.workflows.overview import class_counts, overview

router = api_router("/api/datasets/{dataset}", tag="datasets")


@router.get("/classes", response_model=list[replies.ClassCount])
def list_classes(dataset: int, store: Store, reply: Replies, run: int | None = None) -> Response:
    """The classes in the order of their ids, with how many labels and predictions each has."""
    snapshot = store.snapshot()
    return reply.json_of(snapshot.key, lambda: show_classes(class_counts(snapshot, scope_of(snapshot, dataset, run))))


@router.get("/fields", response_model=list[replies.Field])
def list_fields(dataset: int, store: Store, reply: Replies, level: Level = Level.IMAGE) -> Response:
    """The fields that a query of this level may name and sort by."""
    snapshot = store.snapshot()
    fields = catalog_of(snapshot, snapshot.dataset(dataset).id).fields(level)
    return reply.json_of(snapshot.key, lambda: [show_field(field) for field in fields])


@router.get("/overview", response_model=replies.Overview)
def get_overview(dataset: int, store: Store, reply: Replies, run: int | None = None) -> Response:
    """What is wrong with the data, worst first; then facts about the data and the run."""
    snapshot = store.snapshot()
    scope = scope_of(snapshot, dataset, run)
    return reply.json_of(
        snapshot.key, lambda: show_overview(overview(snapshot, dataset=dataset, run=run), snapshot, scope)
    )
