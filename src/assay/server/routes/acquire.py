"""Which images to label next."""

from __future__ import annotations

from fastapi import Response

from assay.model.level import Level
from assay.server.deps import Replies, Store
from assay.server.field_requests import AcquireRequest
from assay.server.replies.acquire import Acquisition
from assay.server.replies.fields import NumberField
from assay.server.routers import api_router
from assay.server.show.acquire import show_acquisition
from assay.server.show.number_fields import show_number_field
from assay.workflows.curation.acquire import acquire, fields_to_choose_by
from assay.workflows.explore.search import ask

router = api_router("/api/acquire", tag="acquire")


@router.get("/fields", response_model=list[NumberField])
def list_fields_to_choose_by(dataset: int, store: Store, reply: Replies) -> Response:
    """The measured fields of images that say which of their ends is worth a label first."""
    question = ask(store.snapshot(), "", level=Level.IMAGE, dataset=dataset)
    return reply.json([show_number_field(field) for field in fields_to_choose_by(question)])


@router.post("", response_model=Acquisition)
def choose_images(request: AcquireRequest, store: Store, reply: Replies) -> Response:
    """At most `budget` images of a query: those most worth a label, and unlike each other. Nothing is kept."""
    question = ask(store.snapshot(), request.query, level=request.level, dataset=request.dataset, run=request.run)
    found = acquire(
        question,
        request.by,
        budget=request.budget,
        diversity=request.diversity,
        apart=request.apart,
        end=request.end,
        seed=request.seed,
    )
    return reply.json(show_acquisition(found, question))
