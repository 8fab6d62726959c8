"""KITTI: a text file for each image, a line per object: class, truncated, occluded, alpha, 2D box, 3D box."""

from __future__ import annotations

import re

from assay.formats.per_image.labels import FileLabel, FileLabels, corner_box, finite
from assay.formats.problems import ProblemLog, shown

_LINE = re.compile(rb"\s*[A-Za-z]\S*(\s+[-+.0-9eE]+){14,15}\s*(\n|\r|$)")
_WORDS = (15, 16)  # the last one is a score
_NAMES = (
    *("truncated", "occluded", "alpha"),
    *("height_3d", "width_3d", "length_3d", "x_3d", "y_3d", "z_3d", "rotation_y", "score"),
)
_REGION = "DontCare"


def is_kitti(head: bytes) -> bool:
    """Whether a file begins with a line of KITTI."""
    return _LINE.match(head) is not None


def read_kitti(data: bytes, problems: ProblemLog) -> FileLabels | None:
    """The labels of a file. A region that nobody labelled (`DontCare`) is ignored in evaluation."""
    labels = []
    for row, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        words = line.split()
        if words and (label := _label(words, row, problems)) is not None:
            labels.append(label)
    return FileLabels(labels)


def _label(words: list[str], row: int, problems: ProblemLog) -> FileLabel | None:
    place = f"line {row}"
    if len(words) not in _WORDS:
        message = f"A line has a class and 14 numbers, 15 with a score, got {shown(' '.join(words))}."
        problems.skip(place, "line-length", message)
        return None
    numbers = finite(words[1:], place, problems, what="All but the class")
    box = corner_box(numbers[3:7], place, problems) if numbers is not None else None
    if numbers is None or box is None:
        return None
    is_region = words[0] == _REGION
    told = {} if is_region else dict(zip(_NAMES, (*numbers[:3], *numbers[7:]), strict=False))
    return FileLabel(words[0], row, box, ignore=is_region, attributes=told)
