"""One image."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from assay.errors import NotFound
from assay.server import replies
from assay.server.deps import Replies, Store
from assay.server.routers import api_router
from assay.server.show.pages import show_detail
from assay.workflows.explore.catalog import scope_of

router = api_router("/api/images", tag="images")


@router.get("/{image}", response_model=replies.ImageDetail)
def get_image(
    image: int,
    store: Store,
    reply: Replies,
    *,
    run: int | None = None,
    confidence: Annotated[float, Query(ge=0, le=1)] = 0.0,
) -> Response:
    """One image with all its objects, polygons and keypoints included, and its issues."""
    snapshot = store.snapshot()
    row = snapshot.take("images", [image])
    if not row.num_rows:
        raise NotFound(f"There is no image {image}.", hint="It may have been removed.")
    scope = scope_of(snapshot, row.column("dataset_id")[0].as_py(), run)
    issues = snapshot.rows("issues", where={"image_id": image})
    return reply.json_of(snapshot.key, lambda: show_detail(snapshot, row, issues, scope, confidence=confidence))
