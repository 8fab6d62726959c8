"""Lines of YOLO label files -> object records.

A line is a class number and, as shares of the image's width and height, a box (centre x, centre y, width, height) or
the points of a polygon (x1 y1 x2 y2 …); a prediction has its confidence at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from assay.formats.problems import ProblemLog, shown
from assay.formats.tables import object_table
from assay.model.shape import ShapeKind
from assay.schema.records import FILE

_SLACK = 1e-3
_BOX = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One line: which file of the batch it stands in, its number there, and its words."""

    file: int
    number: int
    words: list[bytes]


@dataclass(frozen=True, slots=True)
class LineForm:
    """What lines hold: `tail` numbers after the shape (1 for predictions: the confidence).

    With `box_only`, whatever follows the four numbers of the box is left unread (keypoints of a pose dataset).
    """

    tail: int = 0
    box_only: bool = False


def split_lines(file: int, content: bytes) -> list[Line]:
    """The lines of a file that hold something."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    words = (line.split() for line in content.splitlines())
    return [Line(file, number, found) for number, found in enumerate(words, start=1) if found]


def parse_lines(
    lines: Sequence[Line], form: LineForm, logs: Sequence[ProblemLog]
) -> tuple[list[Line], list[list[float]]]:
    """The lines that can be taken and their numbers; the others are reported to the log of their file."""
    numbers = _all_numbers(lines, form)
    if numbers is not None:
        return list(lines), numbers
    kept: list[Line] = []
    kept_numbers: list[list[float]] = []
    for line in lines:
        fault = _fault(line, form)
        if fault is None:
            kept.append(line)
            kept_numbers.append(_cut_to_box([float(word) for word in line.words], form))
        else:
            logs[line.file].skip(f"line {line.number}", *fault)
    return kept, kept_numbers


def line_table(
    lines: Sequence[Line],
    numbers: Sequence[list[float]],
    form: LineForm,
    *,
    images: Sequence[str],
    files: Sequence[str],
) -> pa.Table:
    """Object records of parsed lines; `images` and `files` give the image key and the file name of each file."""
    shapes = [row[1 : len(row) - form.tail] for row in numbers]
    boxes, outlines = _boxes_and_outlines(shapes)
    of_file = np.fromiter((line.file for line in lines), dtype=np.int32, count=len(lines))
    columns: dict[str, Any] = {
        "image_key": pa.array(images, pa.string()).take(pa.array(of_file)),
        "category_key": [str(int(row[0])) for row in numbers],
        "kind": [ShapeKind.BOX.value if outline is None else ShapeKind.POLYGON.value for outline in outlines],
        "normalised": True,
        "segmentation": outlines,
        "file": pa.DictionaryArray.from_arrays(pa.array(of_file), pa.array(files, FILE.value_type)),
        "row": [line.number for line in lines],
        **{name: pa.array(np.ascontiguousarray(boxes[:, place])) for place, name in enumerate("xywh")},
    }
    if form.tail:
        columns["score"] = [row[-1] for row in numbers]
    return object_table(len(lines), columns)


def _all_numbers(lines: Sequence[Line], form: LineForm) -> list[list[float]] | None:
    """The numbers of all lines; None when some line is not as it should be."""
    length = _BOX + form.tail
    if form.box_only or any(len(line.words) != length for line in lines):
        return None
    try:
        values = np.fromiter(map(float, chain.from_iterable(line.words for line in lines)), dtype=np.float64)
    except ValueError:
        return None
    table = values.reshape(-1, length)
    classes, shares = table[:, 0], table[:, 1:]
    plain = np.isfinite(table).all() and (classes >= 0).all() and (classes == np.floor(classes)).all()
    inside = (shares >= 0).all() and (shares <= 1).all()
    return table.tolist() if plain and inside else None


def _fault(line: Line, form: LineForm) -> tuple[str, str] | None:
    """What is wrong with a line, as code and message; None when nothing is."""
    shape = len(line.words) - 1 - form.tail
    if form.tail and shape + form.tail == 4:
        return "missing-score", f"The line ends without a confidence (`save_conf` writes it): {_text(line)}."
    if shape != 4 and not (shape >= 6 and (shape % 2 == 0 or form.box_only)):
        end = " and a confidence" if form.tail else ""
        more = " A sixth number is a confidence: import such files as predictions." if shape == 5 and not end else ""
        return "line-length", f"A line has a class, and 4 numbers or 3 or more points{end}; got {_text(line)}.{more}"
    try:
        numbers = np.array([float(word) for word in line.words])
    except ValueError:
        return "text-for-number", f"Every word of a line must be a number, got {_text(line)}."
    if not np.isfinite(numbers).all():
        return "nan", f"Every number of a line must be finite, got {_text(line)}."
    if numbers[0] < 0 or numbers[0] != int(numbers[0]):
        return "bad-class", f"The class must be a whole number from 0, got {_text(line)}."
    used = numbers[1:_BOX] if form.box_only else numbers[1 : 1 + shape]
    if (used < -_SLACK).any() or (used > 1 + _SLACK).any():
        return "out-of-range", f"Coordinates must be shares of the image from 0 to 1, got {_text(line)}."
    if form.tail and not 0 <= numbers[-1] <= 1:
        return "score-range", f"The confidence must be from 0 to 1, got {_text(line)}."
    return None


def _cut_to_box(numbers: list[float], form: LineForm) -> list[float]:
    return numbers[:_BOX] + (numbers[-form.tail :] if form.tail else []) if form.box_only else numbers


def _boxes_and_outlines(shapes: Sequence[list[float]]) -> tuple[NDArray[np.float64], list[str | None]]:
    """(n, 4) x, y, width, height of the top left corner, and the polygons as JSON (None for boxes)."""
    boxes = np.zeros((len(shapes), 4))
    outlines: list[str | None] = [None] * len(shapes)
    plain = [index for index, shape in enumerate(shapes) if len(shape) == 4]
    centred = np.array([shapes[index] for index in plain], dtype=np.float64).reshape(-1, 4)
    boxes[plain] = np.column_stack((centred[:, :2] - centred[:, 2:] / 2, centred[:, 2:]))
    for index, shape in enumerate(shapes):
        if len(shape) != 4:
            points = np.array(shape).reshape(-1, 2)
            low, high = points.min(axis=0), points.max(axis=0)
            boxes[index] = *low, *(high - low)
            outlines[index] = orjson.dumps([shape]).decode()
    return boxes, outlines


def _text(line: Line) -> str:
    return shown(b" ".join(line.words).decode("utf-8", "replace"))
