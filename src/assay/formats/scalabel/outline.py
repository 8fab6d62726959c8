"""`poly2d` of a Scalabel label -> polygons in COCO's form."""

from __future__ import annotations

from typing import Any

from assay.formats.coco.mending import number_fault

_STEPS = 8
"""Pieces that a curve is drawn in."""

Point = tuple[float, float]


def rings(value: Any) -> list[list[float]] | None:
    """The closed outlines as x, y, x, y, …; empty when all are open lines, None when `value` is no `poly2d`."""
    if not isinstance(value, list):
        return None
    found: list[list[float]] = []
    for part in value:
        corners = _corners(part)
        if corners is None:
            return None
        if part.get("closed", True) and len(corners) >= 3:
            found.append([number for point in corners for number in point])
    return found


def _corners(part: Any) -> list[Point] | None:
    """The corners of one part, its curves drawn as short lines; None when it is not one."""
    vertices = part.get("vertices") if isinstance(part, dict) else None
    if not isinstance(vertices, list) or not all(map(_is_point, vertices)):
        return None
    points: list[Point] = [(vertex[0], vertex[1]) for vertex in vertices]
    types = part.get("types")
    kinds = types if isinstance(types, str) and len(types) == len(points) else "L" * len(points)
    corners: list[Point] = []
    at = 0
    while at < len(points):
        if at and kinds[at : at + 2] == "CC":
            ends = points[at - 1], points[(at + 2) % len(points)]
            corners += _curve(ends[0], points[at], points[at + 1], ends[1])
            at += 2
        else:
            corners.append(points[at])
            at += 1
    return corners


def _is_point(vertex: Any) -> bool:
    return isinstance(vertex, list) and len(vertex) >= 2 and not any(map(number_fault, vertex[:2]))


def _curve(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Points of a cubic Bezier curve between its ends."""
    points: list[Point] = []
    for step in range(1, _STEPS):
        t, s = step / _STEPS, 1 - step / _STEPS
        weights = (s**3, 3 * s * s * t, 3 * s * t * t, t**3)
        along = tuple(zip(weights, (start, first, second, end), strict=True))
        points.append((sum(w * p[0] for w, p in along), sum(w * p[1] for w, p in along)))
    return points
