"""Polygons as rings of corners: area, bounds, whether an outline crosses itself.

Many rings are one array of corners: `points` (m, 2) in px, and `starts` (r + 1,), where ring i is
`points[starts[i]:starts[i + 1]]`. A ring is closed by itself; its first corner is not repeated, though it may be.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    areas = np.zeros(len(starts) - 1)
    areas[occupied] = np.add.reduceat(cross, starts[:-1][occupied]) / 2  # the same whatever rings stand beside
    return areas


def polygon_areas(polygons: Sequence[Sequence[Sequence[float]]]) -> NDArray[np.float64]:
    """(n,) area of each polygon in px², the sum over its rings, each a flat list of x, y as COCO has them.

    >>> polygon_areas([[[0, 0, 2, 0, 2, 1]], []]).tolist()
    [1.0, 0.0]
    """
    rings = [ring for polygon in polygons for ring in polygon]
    starts = np.concatenate(([0], np.cumsum([len(ring) // 2 for ring in rings], dtype=np.int64)))
    points = np.array([number for ring in rings for number in ring], dtype=np.float64).reshape(-1, 2)
    owner = np.repeat(np.arange(len(polygons)), [len(polygon) for polygon in polygons])
    return np.bincount(owner, weights=ring_areas(points, starts), minlength=len(polygons)).astype(np.float64)


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
