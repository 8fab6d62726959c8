"""The map of a dataset: its points, its clusters and its lists."""

from __future__ import annotations

from fastapi import Response

from assay.server.deps import Replies, Store
from assay.server.field_requests import MapRequest
from assay.server.replies import map as replies
from assay.server.requests import QueryRequest
from assay.server.routers import api_router
from assay.server.show.map import show_lists, show_points
from assay.store.snapshot import Snapshot
from assay.workflows.explore.search import ask
from assay.workflows.map.clusters import map_lists
from assay.workflows.map.map import Places, map_points

router = api_router("/api/map", tag="map")

_TABLES = ("images", "annotations", "predictions", "matches", "issues")


@router.post(
    "",
    response_class=Response,
    responses={200: {"description": "A header and the points.", "content": {"application/octet-stream": {}}}},
)
def get_map(request: MapRequest, store: Store) -> Response:
    """The points of a map, as bytes: see `show_points` for how they lie. Without a map, principal components."""
    body = _kept(store.snapshot(), request)
    return Response(body, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


@router.post("/lists", response_model=replies.MapLists)
def get_map_lists(request: QueryRequest, store: Store, reply: Replies) -> Response:
    """The clusters of a map with their names, and what is small, far off, mixed, or in no cluster."""
    question = ask(store.snapshot(), request.query, level=request.level, dataset=request.dataset, run=request.run)
    shown = map_points(question)
    return reply.json(show_lists(map_lists(question, shown), question, has_map=shown.has_map))


def _kept(snapshot: Snapshot, request: MapRequest) -> bytes:
    """The reply, kept while nothing is published: a million points take seconds to gather."""

    def make() -> bytes:
        question = ask(snapshot, request.query, level=request.level, dataset=request.dataset, run=request.run)
        places = None if request.places is None else Places(request.places)
        return show_points(map_points(question, colour=request.colour, places=places))

    return snapshot.derived("map", (snapshot.key, request.model_dump_json()), _TABLES, make)
