"""A shape as a person draws it, before it belongs to a label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assay.model.shape import ShapeKind


@dataclass(frozen=True, slots=True)
class DrawnShape:
    """What was drawn, in pixels of the labels' frame (see `model/shape`); what its kind does not need is left empty.

    box : x, y, width, height; of a rotated box before it is turned. rotation : clockwise about its centre, in rad.
    rings : the parts of a polygon, flat x, y. holes : rings that are cut out of those parts.
    mask : `{"size": [height, width], "counts": [...]}`, COCO's run lengths as numbers.
    keypoints : x, y, visibility (0 not labelled, 1 hidden, 2 seen) in turns.
    """

    kind: ShapeKind
    box: tuple[float, float, float, float] | None = None
    rotation: float = 0.0
    rings: tuple[tuple[float, ...], ...] = ()
    holes: tuple[tuple[float, ...], ...] = ()
    mask: Mapping[str, Any] | None = None
    keypoints: tuple[float, ...] = ()
