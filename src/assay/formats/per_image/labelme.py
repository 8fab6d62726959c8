"""LabelMe: a JSON file for each image."""

from __future__ import annotations

import math
import re
from typing import Any

import orjson

from assay.formats.per_image.labels import Box, FileLabel, FileLabels, box_around, finite, pixels
from assay.formats.problems import ProblemLog, shown

_IS_LABELME = re.compile(rb'"shapes"\s*:\s*\[')
_READ = {"label", "points", "shape_type", "flags", "mask"}


def is_labelme(head: bytes) -> bool:
    """Whether a file begins as one of LabelMe."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _IS_LABELME.search(head) is not None


def read_labelme(data: bytes, problems: ProblemLog) -> FileLabels | None:
    """What a file says; None, and the file is reported, when it is none of LabelMe."""
    try:
        content = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        problems.skip("the whole file", "not-json", f"The file is no JSON: {error}.")
        return None
    shapes = content.get("shapes") if isinstance(content, dict) else None
    if not isinstance(shapes, list):
        problems.skip("the whole file", "not-json", "Expected an object with a list of `shapes`.")
        return None
    labels = [_label(shape, row, problems) for row, shape in enumerate(shapes)]
    name, flags = content.get("imagePath"), content.get("flags")
    return FileLabels(
        [label for label in labels if label is not None],
        image=name if isinstance(name, str) and name else None,
        width=pixels(content.get("imageWidth")),
        height=pixels(content.get("imageHeight")),
        metadata=flags if isinstance(flags, dict) else {},
    )


def _label(shape: Any, row: int, problems: ProblemLog) -> FileLabel | None:
    place = f"$.shapes[{row}]"
    if not isinstance(shape, dict):
        problems.skip(place, "not-an-object", f"Expected an object, got {shown(shape)}.")
        return None
    name, points = shape.get("label"), shape.get("points")
    if not isinstance(name, str) or not name.strip() or not isinstance(points, list):
        problems.skip(place, "missing-key", "`label` or `points` is missing.")
        return None
    pairs = [value for point in points for value in (point if isinstance(point, list) and len(point) == 2 else [None])]
    numbers = finite(pairs, f"{place}.points", problems, what="`points`")
    found = _shape(str(shape.get("shape_type") or "polygon"), numbers, place, problems) if numbers is not None else None
    if found is None:
        return None
    box, outline = found
    flags = shape.get("flags")
    more = {key: value for key, value in shape.items() if key not in _READ and value not in (None, "", {}, [])}
    return FileLabel(name.strip(), row, box, outline, attributes={**(flags if isinstance(flags, dict) else {}), **more})


def _shape(
    kind: str, numbers: list[float], place: str, problems: ProblemLog
) -> tuple[Box, list[list[float]] | None] | None:
    """The box and the outline of a shape; None, and it is reported, when it has no place here."""
    if kind == "rectangle" and len(numbers) >= 4:
        return box_around(numbers), None
    if kind == "polygon" and len(numbers) >= 6:
        return box_around(numbers), [numbers]
    if kind == "circle" and len(numbers) == 4:
        x, y, radius = numbers[0], numbers[1], math.dist(numbers[:2], numbers[2:])
        problems.keep(place, "circle", "A circle is read as the box around it.")
        return (x - radius, y - radius, 2 * radius, 2 * radius), None
    if kind == "mask" and len(numbers) == 4:
        problems.keep(place, "bad-segmentation", "The pixels of this mask are not read: only its box is.")
        return box_around(numbers), None
    points = len(numbers) // 2
    message = f"Boxes, polygons of 3 points or more and circles are read, not {shown(kind)} with {points} of them."
    problems.skip(place, "shape", message)
    return None
