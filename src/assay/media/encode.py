"""Pixels as bytes that a browser shows."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Literal, TypeAlias

import numpy as np
import simplejpeg
from PIL import Image

from assay.media.orientation import Pixels

MediaType: TypeAlias = Literal["image/jpeg", "image/png", "image/webp"]
"""The only content types that pictures are sent with."""

_SMALL = 64 * 64  # pixels up to which JPEG would show more of itself than of the picture


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture and its content type."""

    body: bytes
    media_type: MediaType


def encode(pixels: Pixels, *, quality: int = 85) -> Picture:
    """`pixels` as PNG when they are few, else as JPEG of the given quality (1 to 100)."""
    height, width = pixels.shape[:2]
    if height * width <= _SMALL:
        buffer = BytesIO()
        Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
        return Picture(buffer.getvalue(), "image/png")
    contiguous = np.ascontiguousarray(pixels)
    return Picture(simplejpeg.encode_jpeg(contiguous, quality=quality, colorsubsampling="420"), "image/jpeg")
