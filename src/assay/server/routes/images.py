"""One image."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from assay.server import replies
from assay.server.deps import Conditional, Store

router = APIRouter(prefix="/api/images", tags=["images"])


@router.get("/{image}", response_model=replies.ImageDetail)
def get_image(
    image: int,
    store: Store,
    conditional: Conditional,
    run: int | None = None,
    confidence: Annotated[float, Query(ge=0, le=1)] = 0.0,
) -> Response:
    """One image with all its objects, polygons and keypoints included, and its issues."""
