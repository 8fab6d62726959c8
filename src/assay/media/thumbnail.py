"""A small picture of a whole image."""

from __future__ import annotations

import os

import numpy as np
from PIL import Image

from assay.media.decode import decode
from assay.media.encode import Picture, encode
from assay.media.orientation import Pixels


def thumbnail(path: str | os.PathLike[str], size: int) -> Picture:
    """The image at `path`, upright, its longer side at most `size` pixels; a smaller image keeps its size.

    Raises
    ------
    MediaMissing, MediaUnreadable, MediaTooLarge : as `decode`.
    """
    return encode(shrink(decode(path, target=size), size))


def shrink(pixels: Pixels, size: int) -> Pixels:
    """`pixels` with the longer side at most `size`, every pixel counted in (no shimmering from left-out rows)."""
    height, width = pixels.shape[:2]
    scale = size / max(width, height)
    if scale >= 1:
        return pixels
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(Image.fromarray(pixels).resize(small, Image.Resampling.HAMMING, reducing_gap=2.0))
