"""Polygons as rings of corners: area, bounds, whether an outline crosses itself.

Many rings are one array of corners: `points` (m, 2) in px, and `starts` (r + 1,), where ring i is
`points[starts[i]:starts[i + 1]]`. A ring is closed by itself; its first corner is not repeated, though it may be.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids

Points = NDArray[np.float64]


def ring_areas(points: Points, starts: Ids) -> NDArray[np.float64]:
    """(r,) area of each ring in px², whichever way round it runs; 0 for fewer than three corners.

    >>> ring_areas(np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 1.0]]), np.array([0, 3])).tolist()
    [1.0]
    """
    return np.abs(signed_areas(points, starts))


def signed_areas(points: Points, starts: Ids) -> NDArray[np.float64]:
    """(r,) area of each ring in px²: above 0 for one that runs clockwise as one sees it, below for the other way."""
    if not len(points):
        return np.zeros(len(starts) - 1)
    following = np.arange(1, len(points) + 1)
    occupied = starts[1:] > starts[:-1]
    following[starts[1:][occupied] - 1] = starts[:-1][occupied]
    origin = np.repeat(points[starts[:-1][occupied]], np.diff(starts)[occupied], axis=0)
    x, y = (points - origin).T  # near the origin no digits are lost
    cross = x * y[following] - x[following] * y
    total = np.concatenate(([0.0], np.cumsum(cross)))
    areas: NDArray[np.float64] = (total[starts[1:]] - total[starts[:-1]]) / 2
    return areas


def ring_bounds(points: Points, starts: Ids) -> Boxes:
    """(r, 4) the box around each ring; NaN for a ring without corners."""
    bounds = np.full((len(starts) - 1, 4), np.nan)
    occupied = starts[1:] > starts[:-1]
    if occupied.any():
        low = np.minimum.reduceat(points, starts[:-1][occupied])
        high = np.maximum.reduceat(points, starts[:-1][occupied])
        bounds[occupied] = np.column_stack((low, high - low))
    return bounds


def rings_that_cross(points: Points, starts: Ids) -> Flags:
    """(r,) whether two edges of a ring cross each other. Edges that only touch do not cross."""
    from assay.geometry.crossings import crossing_rings  # numba takes 0.3 s to import

    flags: Flags = crossing_rings(np.ascontiguousarray(points, np.float64), np.asarray(starts, np.int64))
    return flags
