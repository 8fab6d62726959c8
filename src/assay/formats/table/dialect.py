"""How a CSV file is written: what stands above its header, what separates columns, whether numbers have a comma."""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

_SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_WITH_COMMA = r"^\s*[+-]?\d+,\d+([eE][+-]?\d+)?\s*%?\s*$"
_WITHOUT = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*%?\s*$"
_MAY_BE_THOUSANDS = r"^\s*[+-]?[1-9]\d{0,2},\d{3}\s*%?\s*$"


@dataclass(frozen=True, slots=True)
class Dialect:
    """`above` lines stand before the names of the columns: blank ones, comments, one that tells the separator."""

    encoding: str
    above: int
    delimiter: str
    names: tuple[str, ...]


def dialect_of(head: bytes, encoding: str) -> Dialect | None:
    """How a file that begins with `head` is written; None when nothing stands in it."""
    lines = _LINE_END.split(head.decode(encoding, "replace"))
    told = None
    for above, line in enumerate(lines):
        separator = _SEPARATOR.fullmatch(line)
        if separator and told is None:
            told = separator.group(1)
        elif line.strip() and not _is_comment(line, lines[above + 1 :], told):
            delimiter = told or _delimiter(line)
            header = next(csv.reader([line.lstrip("#")], delimiter=delimiter))
            return Dialect(encoding, above, delimiter, tuple(_distinct(header)))
    return None


def encoding_of(head: bytes) -> str:
    """What a byte order mark says, else UTF-8."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"


def with_points(table: pa.Table) -> tuple[pa.Table, tuple[str, ...]]:
    """The table with numbers such as `0,93` written as `0.93`, and the columns in which that was done.

    Such are columns most of whose filled cells are numbers. When every comma of the file may part thousands
    (`12,345`), nothing is done.
    """
    columns = {name: table[name] for name in table.column_names if _has_commas(table[name])}
    commas = [column.filter(pc.match_substring_regex(column, _WITH_COMMA)) for column in columns.values()]
    if all(pc.all(pc.match_substring_regex(cells, _MAY_BE_THOUSANDS)).as_py() for cells in commas):
        return table, ()
    for name, column in columns.items():
        pointed = pc.replace_substring(column, ",", ".")
        told = pc.if_else(pc.match_substring_regex(column, _WITH_COMMA), pointed, column)
        table = table.set_column(table.schema.get_field_index(name), name, told)
    return table, tuple(columns)


def _has_commas(column: pa.ChunkedArray) -> bool:
    """Whether most filled cells are numbers, some of them with a comma."""
    with_comma = pc.sum(pc.match_substring_regex(column, _WITH_COMMA)).as_py() or 0
    if not with_comma:
        return False
    without = pc.sum(pc.match_substring_regex(column, _WITHOUT)).as_py() or 0
    filled = pc.sum(pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(column)), 0)).as_py() or 0
    return bool(2 * (with_comma + without) >= filled)


def _is_comment(line: str, below: list[str], told: str | None) -> bool:
    """Whether a line begins with `#`, and is not the header of the line below it, which has as many cells then."""
    if not line.startswith("#"):
        return False
    following = next((other for other in below if other.strip()), "")
    delimiter = told or _delimiter(line)
    cells = line.count(delimiter)
    return not cells or following.startswith("#") or following.count(delimiter) != cells


def _delimiter(header: str) -> str:
    """The character that separates the columns: the one that stands in the header most often."""
    return max(",;\t|", key=header.count)


def _distinct(names: list[str]) -> list[str]:
    """The column names, stripped; a repeated or empty one is numbered."""
    seen: set[str] = set()
    distinct = []
    for place, name in enumerate(name.strip() or f"column_{place + 1}" for place, name in enumerate(names)):
        unique = name if name not in seen else f"{name}_{place + 1}"
        seen.add(unique)
        distinct.append(unique)
    return distinct
