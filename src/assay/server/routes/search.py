"""Search: pages of rows that a query lists, and facets of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Response
from pydantic import Field

from assay.server import replies
from assay.server.deps import Replies, Store
from assay.server.requests import FacetsRequest, SearchRequest, ValuesRequest
from assay.server.routers import api_router
from assay.server.show.facets import show_facet
from assay.server.show.pages import show_page
from assay.workflows.explore.facets import facets, of_objects
from assay.workflows.explore.row_values import row_values
from assay.workflows.explore.search import ask, page_of

router = api_router("/api", tag="search")

SearchPage = Annotated[replies.ImagePage | replies.ObjectPage | replies.IssuePage, Field(discriminator="level")]
Facet = Annotated[replies.TermsFacet | replies.HistogramFacet, Field(discriminator="kind")]


@router.post("/search", response_model=SearchPage)
def search(request: SearchRequest, store: Store, reply: Replies) -> Response:
    """A page of images, labels, predictions or issues, drawn objects included."""
    question = ask(store.snapshot(), request.query, level=request.level, dataset=request.dataset, run=request.run)
    page = page_of(
        question,
        sort=request.sort,
        descending=request.descending,
        limit=request.limit,
        offset=request.offset,
        cursor=request.cursor,
    )
    return reply.json(show_page(page, question, confidence=request.confidence))


@router.post("/facets", response_model=list[Facet])
def list_facets(request: FacetsRequest, store: Store, reply: Replies) -> Response:
    """How the values of each field are spread within a query and in the whole set."""
    question = ask(store.snapshot(), request.query, level=request.level, dataset=request.dataset, run=request.run)
    counted = question if request.of is None else of_objects(question, request.of)
    found = facets(counted, fields=request.fields, bins=request.bins, find=request.find)
    return reply.json([show_facet(facet) for facet in found])


@router.post("/values", response_model=replies.RowValues)
def list_values(request: ValuesRequest, store: Store, reply: Replies) -> Response:
    """What some rows have in some fields."""
    found = row_values(
        store.snapshot(),
        level=request.level,
        ids=request.ids,
        fields=request.fields,
        dataset=request.dataset,
        run=request.run,
    )
    shown: replies.RowValues = {"ids": found.ids.tolist(), "values": found.values}
    return reply.json(shown)
