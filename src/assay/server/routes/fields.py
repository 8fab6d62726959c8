"""Fields: their pages, outliers, contact sheets, and two against each other."""

from __future__ import annotations

from fastapi import Response

from assay.server.deps import Replies, Store
from assay.server.field_requests import FieldPageRequest, OutliersRequest, ScatterRequest, SheetRequest
from assay.server.replies import fields as replies
from assay.server.routers import api_router
from assay.server.show.number_fields import show_field_page, show_outliers, show_scatter, show_sheet
from assay.workflows.explore.field_page import field_page
from assay.workflows.explore.outliers import outliers
from assay.workflows.explore.scatter import scatter
from assay.workflows.explore.search import ask
from assay.workflows.metrics.contact_sheet import contact_sheet

router = api_router("/api/fields", tag="fields")


@router.post("/page", response_model=replies.FieldPage)
def get_field_page(request: FieldPageRequest, store: Store, reply: Replies) -> Response:
    """What a field is, how its values are spread within a query, its outliers, and the rows at both ends."""
    question = ask(store.snapshot(), request.query, level=request.level, dataset=request.dataset, run=request.run)
    return reply.json(show_field_page(field_page(question, request.field, bins=request.bins), question))


@router.post("/outliers", response_model=list[replies.FieldOutliers])
def list_outliers(request: OutliersRequest, store: Store, reply: Replies) -> Response:
    """How many outliers each field has, the worst field first; fields without any are left out."""
    found = outliers(store.snapshot(), request.query, level=request.level, dataset=request.dataset, run=request.run)
    return reply.json([show_outliers(row) for row in found])


@router.post("/sheet", response_model=list[replies.SheetBin])
def get_contact_sheet(request: SheetRequest, store: Store, reply: Replies) -> Response:
    """What the values of a field look like, from the lowest to the highest."""
    question = ask(store.snapshot(), request.query, level=request.level, dataset=request.dataset, run=request.run)
    found = contact_sheet(question, request.field, bins=request.bins, each=request.each)
    return reply.json(show_sheet(found, question))


@router.post("/scatter", response_model=replies.Scatter)
def get_scatter(request: ScatterRequest, store: Store, reply: Replies) -> Response:
    """Two fields against each other."""
    question = ask(store.snapshot(), request.query, level=request.level, dataset=request.dataset, run=request.run)
    found = scatter(question, request.x, request.y, colour=request.colour, limit=request.limit, seed=request.seed)
    return reply.json(show_scatter(found))
