"""A picture of one object, cut out of its image."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from PIL import Image

from assay.media.encode import Picture, encode
from assay.media.orientation import Pixels

Box: TypeAlias = tuple[float, float, float, float]
"""x, y, width, height in pixels of the displayed image."""

_LEAST = 16.0  # pixels: a window is never smaller, for a lone pixel tells nothing


def crop_window(box: Box | None, width: int, height: int, *, context: float) -> Box:
    """The part of a `width` x `height` image that shows `box`: the box with a margin, inside the image.

    The margin on each side is `context` times the longer side of the box. A box without a size gets a window of
    16 pixels, one outside the image the nearest window inside; without a box (None or NaN) it is the whole image.

    >>> crop_window((10, 20, 40, 20), 100, 100, context=0.25)
    (0.0, 10.0, 60.0, 40.0)
    >>> crop_window((200, 20, 0, 0), 100, 100, context=0.25)
    (84.0, 12.0, 16.0, 16.0)
    """
    if box is None or not all(math.isfinite(value) for value in box):
        return 0.0, 0.0, float(width), float(height)
    x, y, w, h = box
    w, h = max(w, 0.0), max(h, 0.0)
    margin = context * max(w, h)
    left, right = _span(x - margin, w + 2 * margin, float(width))
    top, bottom = _span(y - margin, h + 2 * margin, float(height))
    return left, top, right - left, bottom - top


def _span(start: float, length: float, limit: float) -> tuple[float, float]:
    """Where start … start + length lies within 0 … limit, at least `_LEAST` long (or all there is)."""
    least = min(_LEAST, limit)
    if length < least:
        start -= (least - length) / 2
        length = least
    low, high = max(start, 0.0), min(start + length, limit)
    if high - low < least:
        low = min(max(low, 0.0), limit - least)
        high = low + least
    return low, high


def cut(pixels: Pixels, window: Box, *, size: int) -> Picture:
    """`window` out of displayed `pixels`, scaled smoothly, up or down, until its longer side is `size`."""
    scale = size / max(window[2], window[3], 1.0)
    shape = (max(1, round(window[2] * scale)), max(1, round(window[3] * scale)))
    return encode(resized(pixels, window, shape), quality=88)


def resized(pixels: Pixels, window: Box, shape: tuple[int, int]) -> Pixels:
    """`window`, which lies inside displayed `pixels`, scaled smoothly to `shape`: width and height."""
    x, y, w, h = window
    height, width = pixels.shape[:2]
    # Copy only the pixels that are needed, with a border for the filter, before Pillow sees them.
    left, top = max(0, math.floor(x) - 2), max(0, math.floor(y) - 2)
    right, bottom = min(width, math.ceil(x + w) + 2), min(height, math.ceil(y + h) + 2)
    part = Image.fromarray(np.ascontiguousarray(pixels[top:bottom, left:right]))
    inside = (
        max(0.0, x - left),
        max(0.0, y - top),
        min(float(part.width), x + w - left),
        min(float(part.height), y + h - top),
    )
    sampling = Image.Resampling.BICUBIC if shape[0] > w else Image.Resampling.HAMMING
    return np.asarray(part.resize(shape, sampling, box=inside, reducing_gap=2.0))
