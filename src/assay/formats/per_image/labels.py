"""What one label file says of its image, and the numbers of its shapes, checked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from assay.formats.problems import ProblemLog, shown
from assay.model.shape import ShapeKind

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class FileLabel:
    """One label: its class, its box x, y, w, h in pixels, and what else the file says. `row` is its place in the file.

    outline : polygons of x, y, x, y… in pixels. rotation : clockwise, in radians.
    """

    label: str
    row: int
    box: Box
    outline: list[list[float]] | None = None
    rotation: float | None = None
    ignore: bool = False
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> ShapeKind:
        """What the label is drawn as."""
        if self.outline:
            return ShapeKind.POLYGON
        return ShapeKind.ROTATED_BOX if self.rotation is not None else ShapeKind.BOX

    @property
    def outline_json(self) -> str | None:
        """The outline in COCO's form."""
        return orjson.dumps(self.outline).decode() if self.outline else None

    @property
    def attributes_json(self) -> str | None:
        """The attributes as a JSON object; None without any."""
        return orjson.dumps(self.attributes).decode() if self.attributes else None


@dataclass(frozen=True, slots=True)
class FileLabels:
    """What a label file says: how its image is called, how large it is in pixels, its own fields, its labels."""

    labels: list[FileLabel]
    image: str | None = None
    width: int | None = None
    height: int | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


def finite(values: Iterable[Any], place: str, problems: ProblemLog, *, what: str) -> list[float] | None:
    """The values as finite numbers; None, and the row is reported, when one is none."""
    given = list(values)
    try:
        numbers = [float(value) for value in given if not isinstance(value, bool)]
    except (TypeError, ValueError):
        numbers = []
    if len(numbers) == len(given) and all(map(math.isfinite, numbers)):
        return numbers
    code = "nan" if len(numbers) == len(given) else "text-for-number"
    problems.skip(place, code, f"{what} must be finite numbers, got {shown(given)}.")
    return None


def corner_box(corners: Sequence[float], place: str, problems: ProblemLog) -> Box | None:
    """x, y, w, h of left, top, right, bottom; None, and the row is reported, when right or bottom come first."""
    left, top, right, bottom = corners
    if right < left or bottom < top:
        message = (
            f"Right and bottom must not lie before left and top, got {shown(list(corners))} (left, top, right, bottom)."
        )
        problems.skip(place, "negative-size", message)
        return None
    return left, top, right - left, bottom - top


def box_around(points: Sequence[float]) -> Box:
    """The box x, y, w, h around points x, y, x, y…, one or more."""
    xs, ys = points[0::2], points[1::2]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def pixels(value: Any) -> int | None:
    """A side of an image, as a file states it; None when it is no whole number above 0."""
    try:
        side = int(float(value))
    except (TypeError, ValueError, OverflowError):
        return None
    return side if 0 < side < 1 << 31 else None
