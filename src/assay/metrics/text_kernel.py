"""Lines of text: rows full of strokes between quiet rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.geometry.compiled import compiled

STRIP = 16  # columns of a strip: 16 flags are two words of 8 bytes
REACH = 2  # a stroke stands out from both pixels this far to its left and right
_CONTRAST = np.uint8(16)  # by so much, of 255
_QUIET, _FULL = 1, 5  # stroke pixels of a strip's row: a quiet one has so many at most, the fullest of a line so many
_LEAST_HEIGHT, _MOST_HEIGHT = 3, 24  # rows of a line
LEAST_STRIPS = 5  # that a line runs across
_ADD_BYTES = np.uint64(0x0101010101010101)


@compiled
def text_share(grey: NDArray[np.uint8]) -> float:
    """The share of `grey` (h, w) that lies in lines of text: of its whole strips of `STRIP` columns.

    w : LEAST_STRIPS * STRIP + 2 * REACH at least.
    """
    strokes = _stroke_counts(grey)
    count, height = strokes.shape
    strips = np.zeros(height, np.int64)  # in each row, how many strips up to here are of a line, one after the other
    area = 0
    for strip in range(count):
        row = strokes[strip]
        y = 0
        while y < height:
            while y < height and row[y] <= _QUIET:
                strips[y] = 0
                y += 1
            top, most = y, np.uint8(0)
            while y < height and row[y] > _QUIET:
                most = max(most, row[y])
                y += 1
            if most >= _FULL and _LEAST_HEIGHT <= y - top <= _MOST_HEIGHT and top > 0 and y < height:
                for v in range(top, y):
                    strips[v] += 1
                    if strips[v] >= LEAST_STRIPS:
                        area += LEAST_STRIPS if strips[v] == LEAST_STRIPS else 1
            else:
                strips[top:y] = 0
    return area / strokes.size


@compiled
def _stroke_counts(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(strips, h) how many pixels of each row of each strip are of a stroke: darker, or lighter, than both sides."""
    height, width = grey.shape
    counts = np.empty(((width - 2 * REACH) // STRIP, height), np.uint8)
    flags = np.empty(STRIP * len(counts), np.uint8)
    words = flags.view(np.uint64)
    for y in range(height):
        row = grey[y]
        for x in range(len(flags)):
            left, here, right = row[x], row[x + REACH], row[x + 2 * REACH]
            darker = np.uint8(max(min(left, right), here) - here)
            lighter = np.uint8(here - min(max(left, right), here))
            flags[x] = np.uint8(max(darker, lighter) > _CONTRAST)
        for strip in range(len(counts)):
            both = words[2 * strip] + words[2 * strip + 1]
            counts[strip, y] = np.uint8((both * _ADD_BYTES) >> np.uint64(56))
    return counts
