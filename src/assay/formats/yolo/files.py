"""Reads many YOLO label files at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa

from assay.errors import SourceNotFound
from assay.formats.problems import ProblemLog
from assay.formats.tables import task_of
from assay.formats.yolo.layout import label_files, name_inside
from assay.formats.yolo.lines import Line, LineForm, line_table, parse_lines, split_lines
from assay.model.dataset import Task
from assay.model.problem import RowProblem

BATCH_FILES = 10_000
"""How many label files are read at once."""

_LABEL_LINE = re.compile(rb"\s*\d+(\.0*)?(\s+[-+.0-9eE]+){4,}\s*(\n|$)")
_LOOKED_AT = 20
_WALKED = 50_000


@dataclass(frozen=True, slots=True)
class LabelBatch:
    """The labels of some files."""

    objects: pa.Table
    problems: tuple[RowProblem, ...]
    task: Task | None


def require(source: Path) -> None:
    """Raise `SourceNotFound` when nothing stands at `source`."""
    if not source.exists():
        raise SourceNotFound(f"There is no file or folder at {source}.", hint="Check the path.")


def first_label_file(folder: Path) -> str | None:
    """The name of some file in a folder that holds label lines; None when the first few do not."""
    for path in islice(label_files(folder, most=_WALKED), _LOOKED_AT):
        with open(path, "rb") as file:
            if _LABEL_LINE.match(file.read(4096)):
                return name_inside(path, folder)
    return None


def read_label_files(paths: Sequence[str], image_keys: Sequence[str], base: Path, form: LineForm) -> LabelBatch:
    """The labels of `paths`, which belong to the images of `image_keys`; files are named by their place in `base`."""
    names = [name_inside(path, base) for path in paths]
    logs = [ProblemLog(name) for name in names]
    lines: list[Line] = []
    for number, path in enumerate(paths):
        with open(path, "rb") as file:
            lines.extend(split_lines(number, file.read()))
    kept, numbers = parse_lines(lines, form, logs)
    table = line_table(kept, numbers, form, images=image_keys, files=names)
    return LabelBatch(table, tuple(problem for log in logs for problem in log.take()), task_of(table))
