"""Pictures: images, thumbnails and crops, by registered id only."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from assay.server.deps import Store

router = APIRouter(prefix="/media", tags=["media"])

_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("image/jpeg", "image/png")}}
}


class Side(IntEnum):
    """How long the longer side of a picture is, in pixels. A fixed set, so that the cache on disk stays small."""

    S64 = 64
    S128 = 128
    S256 = 256
    S512 = 512
    S1024 = 1024


Context = Annotated[float, Query(ge=0, le=4)]
Version = Annotated[str | None, Query(max_length=64)]


@router.get("/images/{image}", response_class=Response, responses=_PICTURE)
def show_image(image: int, store: Store, size: Side | None = None, v: Version = None) -> Response:
    """An image, upright, as a browser can show it: a thumbnail of `size`, or whole."""


@router.get("/labels/{label}/crop", response_class=Response, responses=_PICTURE)
def show_label_crop(label: int, store: Store, size: Side = Side.S256, context: Context = 0.25, v: Version = None) -> Response:
    """A label cut out of its image; `context` is the margin on each side, as a share of the longer side."""


@router.get("/predictions/{prediction}/crop", response_class=Response, responses=_PICTURE)
def show_prediction_crop(
    prediction: int, store: Store, size: Side = Side.S256, context: Context = 0.25, v: Version = None
) -> Response:
    """A prediction cut out of its image, as `show_label_crop`."""
