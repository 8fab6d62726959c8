"""The compiled loops that clip one rotated box by another."""

# ruff: noqa: PLR0917 (compiled loops: numbers go by position)
from __future__ import annotations

from math import cos, hypot, sin

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes
from assay.geometry.compiled import compiled


@compiled
def clip(points: NDArray[np.float64], count: int, axis: int, sign: float, limit: float) -> int:
    """Keep the part of a convex polygon where sign × coordinate <= limit (Sutherland and Hodgman, 1974).

    `points` (16, 2) holds the first `count` corners; the corners that are left are written there, and counted.
    """
    kept = np.empty((16, 2))
    left = 0
    for k in range(count):
        ahead = k + 1 if k + 1 < count else 0
        here, there = sign * points[k, axis] - limit, sign * points[ahead, axis] - limit
        if here <= 0:
            kept[left] = points[k]
            left += 1
        if (here < 0 < there) or (there < 0 < here):
            share = here / (here - there)
            kept[left] = points[k] + share * (points[ahead] - points[k])
            left += 1
    points[:left] = kept[:left]
    return left


@compiled
def polygon_area(points: NDArray[np.float64], count: int) -> float:
    """The area of a convex polygon, whichever way round it runs."""
    twice = 0.0
    for k in range(1, count - 1):
        twice += (points[k, 0] - points[0, 0]) * (points[k + 1, 1] - points[0, 1])
        twice -= (points[k, 1] - points[0, 1]) * (points[k + 1, 0] - points[0, 0])
    return abs(twice) / 2


@compiled
def shared_area(
    x: float, y: float, w: float, h: float, angle: float,
    other_x: float, other_y: float, other_w: float, other_h: float, other_angle: float, points: NDArray[np.float64],
) -> float:  # fmt: skip
    """The area that two rotated boxes share; `points` (16, 2) is room to work in.

    Seen from the first box, which lies straight about the origin then, the other is clipped by its four sides.
    """
    across, down = other_x + other_w / 2 - (x + w / 2), other_y + other_h / 2 - (y + h / 2)
    if not hypot(across, down) < (hypot(w, h) + hypot(other_w, other_h)) / 2:
        return 0.0
    c, s = cos(angle), sin(angle)
    middle_x, middle_y = c * across + s * down, c * down - s * across
    c, s = cos(other_angle - angle), sin(other_angle - angle)
    for corner in range(4):
        dx = other_w / 2 if corner in {1, 2} else -other_w / 2
        dy = other_h / 2 if corner >= 2 else -other_h / 2
        points[corner, 0] = middle_x + c * dx - s * dy
        points[corner, 1] = middle_y + s * dx + c * dy
    count = 4
    for sign in (-1.0, 1.0):
        count = clip(points, count, 0, sign, w / 2)
        count = clip(points, count, 1, sign, h / 2)
    return polygon_area(points, count)


@compiled
def shared_areas(
    boxes: Boxes, angles: NDArray[np.float64], others: Boxes, other_angles: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n,) the area that row i of `boxes` shares with row i of `others`, 0 where a number is missing."""
    areas = np.zeros(len(boxes))
    points = np.empty((16, 2))
    for i in range(len(boxes)):
        x, y, w, h = boxes[i]
        other_x, other_y, other_w, other_h = others[i]
        if w > 0 and h > 0 and other_w > 0 and other_h > 0:
            areas[i] = shared_area(x, y, w, h, angles[i], other_x, other_y, other_w, other_h, other_angles[i], points)
    return areas
