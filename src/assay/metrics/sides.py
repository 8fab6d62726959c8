"""The sides of a box, and how strong the edges of the picture are along and beside them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]


def side_strengths(grey: Grey, box: tuple[float, float, float, float], *, share: float) -> list[NDArray[np.float64]]:
    """How strong the edge is along each side of `box`, left, right, top and bottom, and at shifts of it.

    box : x, y, width, height in the pixels of `grey` (h, w).
    share : of the width (of the height for top and bottom) by which a side is shifted at most, either way.

    A side's strengths are (2 reach + 1,), its own in the middle: the mean absolute difference, in grey levels, between
    the strips of pixels on one side of the line and on the other. A strip is a quarter of the reach wide, so that no
    texture counts as an edge. A side whose shifts leave the picture has none.
    """
    x, y, w, h = box
    across = [_strengths(grey, place, share * w, y, y + h) for place in (x, x + w)]
    down = [_strengths(grey.T, place, share * h, x, x + w) for place in (y, y + h)]
    return across + down


def _strengths(grey: Grey, place: float, most: float, begin: float, end: float) -> NDArray[np.float64]:
    """Strengths of the edge between columns `place` - 1 and `place`, over rows `begin` to `end`."""
    reach, line = max(2, math.ceil(most)), round(place)
    width = max(1, round(most / 4))
    first, last = max(0, round(begin)), min(grey.shape[0], round(end))
    left, right = line - reach - width, line + reach + width
    if last <= first or left < 0 or right > grey.shape[1]:
        return np.zeros(0)
    sums = np.cumsum(grey[first:last, left:right], axis=1, dtype=np.int64)
    sums = np.concatenate((np.zeros((len(sums), 1), np.int64), sums), axis=1)
    strips = sums[:, width:] - sums[:, :-width]
    strengths: NDArray[np.float64] = np.abs(strips[:, width:] - strips[:, :-width]).mean(axis=0) / width
    return strengths
