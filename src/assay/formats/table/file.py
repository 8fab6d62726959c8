"""Opens CSV and Parquet files as Arrow tables; rows that do not fit are reported by line."""

from __future__ import annotations

import codecs
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray
from pyarrow import parquet

from assay.errors import SourceNotFound, SourceUnreadable
from assay.formats.problems import ProblemLog

SUFFIXES = (".csv", ".tsv", ".parquet", ".pq")
"""Names of tables end so."""

_HEAD = 1 << 16
_SAMPLE_ROWS = 50
_BLOCK = 1 << 24  # no row may be longer
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table as it was read: CSV columns are text, Parquet columns keep their type. `rows` (n,) are line numbers."""

    table: pa.Table
    rows: NDArray[np.int32]
    place: str


def is_table(path: Path) -> bool:
    """Whether a file is a table, by its name."""
    return path.is_file() and path.suffix.lower() in SUFFIXES


def read_table(path: Path, problems: ProblemLog) -> TableFile:
    """The whole table.

    Raises
    ------
    SourceNotFound, SourceUnreadable : nothing there, or no table in it.
    """
    if not path.is_file():
        raise SourceNotFound(f"There is no file at {path}.", hint="Check the path.")
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            table = parquet.read_table(path)
            return TableFile(table, np.arange(table.num_rows, dtype=np.int32), "row {}")
        return _read_csv(path, problems)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError, csv.Error, UnicodeError) as error:
        reason = str(error).partition("\n")[0][:200]
        raise SourceUnreadable(f"{path} is not a readable table: {reason}", hint="Is it CSV or Parquet?") from error


def sample(path: Path) -> pa.Table | None:
    """The first rows of a table; None when it cannot be read."""
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            batch = next(parquet.ParquetFile(path).iter_batches(_SAMPLE_ROWS), None)
            return None if batch is None else pa.Table.from_batches([batch])
        with path.open("rb") as file:
            head = file.read(_HEAD)
        text = head.decode(_encoding(head), "replace")
        lines = text.splitlines()
        whole = lines[:-1] if len(head) == _HEAD else lines
        rows = list(csv.reader(whole[: _SAMPLE_ROWS + 1], delimiter=_delimiter(lines[0]) if lines else ","))
    except (pa.ArrowException, OSError, csv.Error, UnicodeError):
        return None
    if not rows:
        return None
    header, *content = rows
    fitting = [row for row in content if len(row) == len(header)]
    columns = [pa.array([row[place] for row in fitting], pa.string()) for place in range(len(header))]
    return pa.table(columns, names=_distinct(header))


def numeric(column: pa.ChunkedArray) -> NDArray[np.float64] | None:
    """(n,) the column as numbers, NaN where it has none; None when some value is no number."""
    if pa.types.is_null(column.type) or pa.types.is_boolean(column.type):
        return None
    try:
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            trimmed = pc.utf8_trim_whitespace(column)
            column = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, trimmed.type), trimmed)
        values = pc.cast(column, pa.float64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    array: NDArray[np.float64] = np.asarray(values.to_numpy(), dtype=np.float64)
    return array


def mostly_numeric(column: pa.ChunkedArray) -> NDArray[np.float64] | None:
    """(n,) the column as numbers, NaN where a value is missing or none; None when fewer than half are numbers."""
    values = numeric(column)
    if values is not None or not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return values
    trimmed = pc.utf8_trim_whitespace(column)
    is_number = pc.match_substring_regex(trimmed, _NUMBER)
    filled = pc.sum(pc.greater(pc.utf8_length(trimmed), 0)).as_py() or 0
    if 2 * (pc.sum(is_number).as_py() or 0) < max(filled, 1):
        return None
    return numeric(pc.if_else(is_number, trimmed, pa.scalar(None, trimmed.type)))


def texts(column: pa.ChunkedArray) -> list[str | None]:
    """The column as texts without blanks around them; None where it is empty."""
    values = column.to_pylist()
    return [(str(value).strip() or None) if value is not None else None for value in values]


def typed(column: pa.ChunkedArray) -> list[Any]:
    """The values of a column as JSON has them: text of a CSV that is all numbers becomes numbers; None where empty."""
    if not pa.types.is_string(column.type):
        return [_plain(value) for value in column.to_pylist()]
    empty = pc.equal(pc.utf8_trim_whitespace(column), "")
    filled = pc.if_else(empty, pa.scalar(None, pa.string()), column)
    for wanted in (pa.int64(), pa.float64()):
        try:
            return [_plain(value) for value in pc.cast(filled, wanted).to_pylist()]
        except pa.ArrowInvalid:
            continue
    return list(filled.to_pylist())


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value if isinstance(value, (str, int, float, bool, list, dict, type(None))) else str(value)


def _read_csv(path: Path, problems: ProblemLog) -> TableFile:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    encoding = _encoding(head)
    if encoding != "utf-16" and not _is_utf8(path):
        problems.keep("the whole file", "encoding", "The text is not UTF-8: read as Latin-1.")
        encoding = "latin-1"
    first = head.decode(encoding, "replace").splitlines()[:1]
    if not first:
        raise SourceUnreadable(f"{path} is empty.")
    delimiter = _delimiter(first[0])
    names = _distinct(next(csv.reader(first, delimiter=delimiter)))
    bad: dict[int, str] = {}

    def skip(row: Any) -> str:
        bad[row.number] = f"Expected {row.expected_columns} columns, got {row.actual_columns}."
        return "skip"

    table = arrow_csv.read_csv(
        path,
        read_options=arrow_csv.ReadOptions(
            use_threads=False, block_size=_BLOCK, column_names=names, skip_rows=1, encoding=encoding
        ),
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=skip),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    rows = np.setdiff1d(np.arange(2, 2 + table.num_rows + len(bad)), list(bad))[: table.num_rows]
    breaks = np.concatenate([[0], np.cumsum(_line_breaks(table))])  # a quoted value may go on over several lines
    for row, message in bad.items():
        problems.skip(f"line {row + breaks[np.searchsorted(rows, row)]}", "columns", message)
    return TableFile(table, (rows + breaks[:-1]).astype(np.int32), "line {}")


def _line_breaks(table: pa.Table) -> NDArray[np.int64]:
    """(n,) how many line breaks stand in the values of each row."""
    counts = [np.asarray(pc.count_substring(column, "\n")) for column in table.columns]
    return np.sum(counts, axis=0, dtype=np.int64) if counts else np.zeros(table.num_rows, np.int64)


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(_BLOCK):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


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
