"""The coarse class of each class, in a file of one's own: CSV, Parquet or JSON."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay.errors import FormatUnknown, SourceNotFound, SourceUnreadable
from assay.formats.problems import ProblemLog, shown
from assay.formats.table.file import read_table, texts
from assay.model.problem import RowProblem
from assay.schema.field import fold
from assay.workflows.issues.chances_file import read_json

COARSE_SUFFIXES = (".csv", ".tsv", ".json", ".parquet", ".pq")
"""The endings of files of coarse classes."""

_SHOWN = 6
_HEADS = frozenset({"class", "class_name", "category", "fine", "fine_class", "fine_label", "label", "name"})

_Pair = tuple[str, str, str]
"""Where it stands in the file, the class, its coarse class."""


@dataclass(frozen=True, slots=True)
class GivenCoarse:
    """The coarse class of each class as a file has them.

    groups : class name -> coarse class. without : classes of the dataset that the file gives none.
    problems : rows that were left out, and why.
    """

    groups: Mapping[str, str]
    without: tuple[str, ...]
    problems: tuple[RowProblem, ...]


def read_coarse(path: Path, classes: Sequence[str], *, name: str = "") -> GivenCoarse:
    """Which coarse class each of `classes` belongs to. `name` is what people call the file.

    A CSV or a Parquet has the class in its first column and the coarse class in its second; a CSV may have a head.
    A JSON is an object of class and coarse class, or a list of such pairs.

    Raises
    ------
    SourceNotFound : there is no such file. FormatUnknown : it is of no kind that holds coarse classes.
    SourceUnreadable : it cannot be read, or names no class of the dataset.
    """
    if not path.is_file():
        raise SourceNotFound(f"There is no file at {path}.", hint="Check the path.")
    name = name or path.name
    if path.suffix.lower() not in COARSE_SUFFIXES:
        raise FormatUnknown(f"{name!r} holds no coarse classes.", hint=f"Give one of {', '.join(COARSE_SUFFIXES)}.")
    problems = ProblemLog(name)
    known = {fold(one): one for one in classes} | {one: one for one in classes}
    groups: dict[str, str] = {}
    for place, given, coarse in _pairs(path, name, problems):
        fine = known.get(given, known.get(fold(given)))
        if fine is None:
            if not (place == "line 1" and fold(given) in _HEADS):
                problems.skip(place, "unknown-class", f"There is no class named {shown(given)}.")
        elif not coarse:
            problems.skip(place, "no-coarse-class", f"The class {shown(fine)} has no coarse class.")
        elif groups.setdefault(fine, coarse) != coarse:
            problems.skip(place, "again", f"The class {shown(fine)} belongs to {shown(groups[fine])} already.")
    if not groups:
        some = [*list(classes)[:_SHOWN], *(["…"] if len(classes) > _SHOWN else [])]
        raise SourceUnreadable(
            f"{name!r} gives no class of the dataset a coarse class.",
            hint=f"Give the class and its coarse class; the classes are {', '.join(some)}.",
        )
    return GivenCoarse(groups, tuple(one for one in classes if one not in groups), problems.take())


def _pairs(path: Path, name: str, problems: ProblemLog) -> Iterator[_Pair]:
    suffix = path.suffix.lower()
    if suffix == ".json":
        yield from _of_json(read_json(path, name), name)
    elif suffix in (".csv", ".tsv"):
        yield from _of_lines(path, name, "\t" if suffix == ".tsv" else ",")
    else:
        table = read_table(path, problems).table
        if table.num_columns < 2:
            raise SourceUnreadable(f"{name!r} has {table.num_columns} columns; a class and its coarse class make two.")
        for at, (fine, coarse) in enumerate(zip(texts(table.column(0)), texts(table.column(1)), strict=True)):
            yield f"row {at}", fine or "", coarse or ""


def _of_lines(path: Path, name: str, delimiter: str) -> Iterator[_Pair]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            for at, row in enumerate(csv.reader(file, delimiter=delimiter)):
                fine, coarse, *_ = (*(cell.strip() for cell in row), "", "")
                if fine or coarse:
                    yield f"line {at + 1}", fine, coarse
    except (UnicodeError, csv.Error) as error:
        raise SourceUnreadable(f"{name!r} is not a readable CSV: {error}.", hint="Save it as UTF-8.") from error


def _of_json(told: Any, name: str) -> Iterator[_Pair]:
    pairs = list(told.items()) if isinstance(told, dict) else told
    if not isinstance(pairs, list):
        raise SourceUnreadable(f"{name!r} must be a JSON object of class and coarse class, or a list of pairs.")
    for at, pair in enumerate(pairs):
        place = f"$[{shown(pair[0])}]" if isinstance(told, dict) else f"$[{at}]"
        if isinstance(pair, list | tuple) and len(pair) == 2 and all(isinstance(one, str) for one in pair):
            yield place, pair[0].strip(), pair[1].strip()
        else:
            yield place, shown(pair), ""
