"""Pictures: images, thumbnails and crops, by registered id only."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, Any

from fastapi import Query, Response

from assay.errors import RequestInvalid
from assay.server.deps import Exhibit
from assay.server.replies import PixelValues
from assay.server.routers import api_router

router = api_router("/media", tag="media")

_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A picture.",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("image/jpeg", "image/png", "image/webp")
        },
    }
}


class Side(IntEnum):
    """How long the longer side of a picture is, in pixels. A fixed set, so that the cache on disk stays small."""

    S64 = 64
    S128 = 128
    S256 = 256
    S512 = 512
    S1024 = 1024


Context = Annotated[float, Query(ge=0, le=4)]
Pixels = Annotated[float, Query(ge=-1e6, le=1e6)]
Native = Annotated[float, Query(ge=-1e30, le=1e30, allow_inf_nan=False)]
Version = Annotated[str | None, Query(max_length=64)]


@router.get("/images/{image}", response_class=Response, responses=_PICTURE)
def show_image(image: int, exhibit: Exhibit, size: Side | None = None, v: Version = None) -> Response:
    """An image, upright, as a browser can show it: its longer side at most `size`, or in full size."""
    file = exhibit.gallery.image(image)
    if size is None:
        return exhibit.show(file, v, "whole", make=lambda: exhibit.gallery.whole(file))
    return exhibit.show(file, v, "thumbnail", size, make=lambda: exhibit.gallery.thumbnail(file, size))


@router.get("/images/{image}/values", response_model=PixelValues)
def show_image_values(image: int, exhibit: Exhibit) -> Response:
    """How the values that an image's file stores are spread: of 16 bits, of floating point, or of 8 bits."""
    file = exhibit.gallery.image(image)

    def make() -> PixelValues:
        spread = exhibit.gallery.spread(file)
        return {
            "type": spread.type,
            "full": list(spread.full),
            "shown": list(spread.shown),
            "auto": list(spread.auto),
            "counts": spread.counts,
        }

    return exhibit.tell(file, "values", make=make)


@router.get("/images/{image}/window", response_class=Response, responses=_PICTURE)
def show_image_window(image: int, exhibit: Exhibit, *, low: Native, high: Native, v: Version = None) -> Response:
    """An image, upright and in full size, with its stored values from `low` (black) to `high` (white).

    The file stays as it is. All channels of a colour image are windowed alike.
    """
    if not low < high:
        raise RequestInvalid(f"A window from {low:g} to {high:g} shows nothing.", hint="Give low < high.")
    file = exhibit.gallery.image(image)
    window = (low, high)
    return exhibit.show(file, v, "windowed", window, make=lambda: exhibit.gallery.windowed(file, window))


@router.get("/images/{image}/region", response_class=Response, responses=_PICTURE)
def show_image_region(
    image: int,
    exhibit: Exhibit,
    *,
    x: Pixels,
    y: Pixels,
    w: Pixels,
    h: Pixels,
    size: Side = Side.S256,
    v: Version = None,
) -> Response:
    """A part of the displayed image, clamped to it, with its longer side scaled to `size`."""
    file = exhibit.gallery.image(image)
    window = file.window((x, y, w, h), context=0.0)
    return exhibit.show(file, v, "region", window, size, make=lambda: exhibit.gallery.region(file, window, size))


@router.get("/labels/{label}/crop", response_class=Response, responses=_PICTURE)
def show_label_crop(
    label: int, exhibit: Exhibit, *, size: Side = Side.S256, context: Context = 0.25, v: Version = None
) -> Response:
    """A label cut out of its image.

    `context` is the margin on each side of the box, as a share of its longer side. The window is clamped to the
    image and at least 16 pixels long and high; its longer side is scaled to `size`.
    """
    file, window = exhibit.gallery.region_of("annotations", label, context=context)
    return exhibit.show(file, v, "region", window, size, make=lambda: exhibit.gallery.region(file, window, size))


@router.get("/predictions/{prediction}/crop", response_class=Response, responses=_PICTURE)
def show_prediction_crop(
    prediction: int, exhibit: Exhibit, *, size: Side = Side.S256, context: Context = 0.25, v: Version = None
) -> Response:
    """A prediction cut out of its image, as `show_label_crop`."""
    file, window = exhibit.gallery.region_of("predictions", prediction, context=context)
    return exhibit.show(file, v, "region", window, size, make=lambda: exhibit.gallery.region(file, window, size))
