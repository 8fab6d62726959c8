"""The compiled loop that finds outlines crossing themselves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.geometry.compiled import compiled


@compiled
def side(points: NDArray[np.float64], a: int, b: int, c: int) -> float:
    """Twice the signed area of the triangle a b c: on which side of the line a b the corner c lies."""
    ahead_x, ahead_y = points[b, 0] - points[a, 0], points[b, 1] - points[a, 1]
    area: float = ahead_x * (points[c, 1] - points[a, 1]) - ahead_y * (points[c, 0] - points[a, 0])
    return area


@compiled
def crossing_rings(points: NDArray[np.float64], starts: Ids) -> Flags:
    """For each ring, whether any two of its edges cross: each has its ends on two sides of the other.

    Every two edges are compared; outlines have tens of corners, seldom hundreds.
    """
    crosses = np.zeros(len(starts) - 1, np.bool_)
    for ring in range(len(starts) - 1):
        first, last = starts[ring], starts[ring + 1]
        for a in range(first, last):
            if crosses[ring]:
                break
            b = a + 1 if a + 1 < last else first
            low_x, high_x = min(points[a, 0], points[b, 0]), max(points[a, 0], points[b, 0])
            low_y, high_y = min(points[a, 1], points[b, 1]), max(points[a, 1], points[b, 1])
            for c in range(a + 2, last):
                d = c + 1 if c + 1 < last else first
                if (
                    max(points[c, 0], points[d, 0]) > low_x
                    and min(points[c, 0], points[d, 0]) < high_x
                    and max(points[c, 1], points[d, 1]) > low_y
                    and min(points[c, 1], points[d, 1]) < high_y
                    and side(points, a, b, c) * side(points, a, b, d) < 0
                    and side(points, c, d, a) * side(points, c, d, b) < 0
                ):
                    crosses[ring] = True
                    break
    return crosses
