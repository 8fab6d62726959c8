"""Reads a class mapping: what the classes of a prediction file are called in a dataset."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from assay.errors import SourceNotFound, SourceUnreadable

_GIVEN = ("given", "from", "source", "name", "prediction")
_MEANT = ("class", "to", "target", "dataset", "suggestion")


def read_class_map(path: Path) -> dict[str, str]:
    """Class of the dataset by class of the file, empty for one to leave out.

    JSON and TOML hold one object (`{"bike": "bicycle"}`); CSV two columns, `given` and `class`, or the review table
    of an import with its `suggestion` filled in. Without a header the first two columns are taken.

    Raises
    ------
    SourceNotFound, SourceUnreadable : nothing there, or no mapping in it.
    """
    if not path.is_file():
        raise SourceNotFound(f"There is no file at {path}.", hint="Check the path.")
    read = _READERS.get(path.suffix.lower(), _read_csv)
    try:
        found = read(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, tomllib.TOMLDecodeError, csv.Error, UnicodeError) as error:
        raise SourceUnreadable(f"{path} is not a readable class mapping: {error}.", hint=_WANTED) from error
    if not isinstance(found, Mapping) or not all(isinstance(value, str) for value in found.values()):
        raise SourceUnreadable(f"{path} holds no mapping of one name to another.", hint=_WANTED)
    return dict(found)


_WANTED = 'Write JSON such as {"bike": "bicycle", "sky": ""}, the same in TOML, or CSV with `given` and `class`.'


def _read_csv(text: str) -> dict[str, str]:
    rows = [row for row in csv.reader(text.splitlines()) if any(cell.strip() for cell in row)]
    if not rows:
        return {}
    head = [cell.strip().lower() for cell in rows[0]]
    given = next((head.index(name) for name in _GIVEN if name in head), None)
    meant = next((head.index(name) for name in _MEANT if name in head), None)
    if given is None or meant is None:
        given, meant, head = 0, 1, []
    body = rows[1:] if head else rows
    if any(len(row) <= max(given, meant) for row in body):
        raise csv.Error("a row has too few columns")
    return {row[given].strip(): row[meant].strip() for row in body}


_READERS: Mapping[str, Callable[[str], Any]] = {".json": json.loads, ".toml": tomllib.loads}
