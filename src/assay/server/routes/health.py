"""The health report of a dataset."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fastapi import Response

from assay.server.deps import Replies, Store
from assay.server.replies import health as replies
from assay.server.routers import api_router
from assay.server.show.health import show_health
from assay.workflows.health.report import health

router = api_router("/api", tag="datasets")


@router.get("/health", response_model=replies.Health)
def get_health(dataset: int, store: Store, reply: Replies, run: int | None = None) -> Response:
    """What the data is, and what is wrong with it, worst first; a check that cannot tell says what to do."""
    snapshot = store.snapshot()
    return reply.json_of(snapshot.key, lambda: show_health(health(snapshot, dataset=dataset, run=run), snapshot))


@router.get(
    "/health/page",
    response_class=Response,
    responses={200: {"description": "The page.", "content": {"text/html": {}}}},
)
def get_health_page(dataset: int, store: Store, run: int | None = None) -> Response:
    """The health report as one HTML file to download: it opens offline, with its examples in it."""
    from assay.workflows.health.write_health import write_health  # pages: loaded by the first who asks for one

    with tempfile.TemporaryDirectory(prefix="assay-health-") as folder:
        written = Path(folder) / "health.html"
        write_health(store, written, dataset=dataset, run=run)
        return Response(
            written.read_bytes(),
            media_type="text/html",
            headers={"Content-Disposition": 'attachment; filename="health.html"'},
        )
