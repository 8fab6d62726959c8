"""Search: pages of rows that a query lists, and facets of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from assay.server import replies
from assay.server.deps import Store
from assay.server.requests import FacetsRequest, SearchRequest

router = APIRouter(prefix="/api", tags=["search"])

SearchPage = Annotated[replies.ImagePage | replies.ObjectPage | replies.IssuePage, Field(discriminator="level")]
Facet = Annotated[replies.TermsFacet | replies.HistogramFacet, Field(discriminator="kind")]


@router.post("/search", response_model=SearchPage)
def search(request: SearchRequest, store: Store) -> Response:
    """A page of images, labels, predictions or issues, drawn objects included."""


@router.post("/facets", response_model=list[Facet])
def list_facets(request: FacetsRequest, store: Store) -> Response:
    """How the values of each field are spread within a query and in the whole set."""
