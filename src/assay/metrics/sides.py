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
    the pixels on one side of the line and on the other. A side whose shifts leave the picture has none.
    """
    x, y, w, h = box
    across = [_strengths(grey, place, share * w, y, y + h) for place in (x, x + w)]
    down = [_strengths(grey.T, place, share * h, x, x + w) for place in (y, y + h)]
    return across + down


def _strengths(grey: Grey, place: float, most: float, begin: float, end: float) -> NDArray[np.float64]:
    """Strengths of the edge between columns `place` - 1 and `place`, over rows `begin` to `end`."""
    reach, line = max(2, math.ceil(most)), round(place)
    first, last = max(0, round(begin)), min(grey.shape[0], round(end))
    if last <= first or line - reach < 1 or line + reach + 1 > grey.shape[1]:
        return np.zeros(0)
    columns = grey[first:last, line - reach - 1 : line + reach + 1].astype(np.int16)
    strengths: NDArray[np.float64] = np.abs(np.diff(columns, axis=1)).mean(axis=0)
    return strengths
