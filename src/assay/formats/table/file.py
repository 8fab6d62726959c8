"""Opens CSV and Parquet files as Arrow tables; rows that do not fit are reported by line."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray
from pyarrow import parquet

from assay.amounts import amount
from assay.errors import SourceNotFound, SourceUnreadable
from assay.formats.packed import is_packed, open_source, plain_path
from assay.formats.problems import ProblemLog
from assay.formats.table.dialect import Dialect, dialect_of, encoding_of, with_points

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
    """Whether a file is a table, by its name; a CSV may be packed by gzip."""
    return path.is_file() and plain_path(path).suffix.lower() in SUFFIXES


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
        with open_source(path) as file:
            head = file.read(_HEAD)
        dialect = dialect_of(head, encoding_of(head))
        if dialect is None:
            return None
        lines = head.decode(dialect.encoding, "replace").splitlines()
        whole = (lines[:-1] if len(head) == _HEAD else lines)[dialect.above + 1 :]
        rows = list(csv.reader(whole[:_SAMPLE_ROWS], delimiter=dialect.delimiter))
    except (pa.ArrowException, OSError, csv.Error, UnicodeError):
        return None
    fitting = [row for row in rows if len(row) == len(dialect.names)]
    columns = [pa.array([row[place] for row in fitting], pa.string()) for place in range(len(dialect.names))]
    return _pointed(pa.table(columns, names=dialect.names), dialect)[0]


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
    with open_source(path) as file:
        head = file.read(_HEAD)
    encoding = encoding_of(head)
    if encoding != "utf-16" and not _is_utf8(path):
        problems.keep("the whole file", "encoding", "The text is not UTF-8: read as Latin-1.")
        encoding = "latin-1"
    dialect = dialect_of(head, encoding)
    if dialect is None:
        raise SourceUnreadable(f"{path} is empty.")
    bad: dict[int, str] = {}

    def skip(row: Any) -> str:
        bad[row.number] = f"Expected {amount(row.expected_columns, 'column')}, got {row.actual_columns}."
        return "skip"

    with _whole(path) as whole:
        table = arrow_csv.read_csv(
            whole,
            read_options=arrow_csv.ReadOptions(
                use_threads=False,
                block_size=_BLOCK,
                column_names=list(dialect.names),
                skip_rows=dialect.above + 1,
                encoding=encoding,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=dialect.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=len(dialect.names) == 1,
                invalid_row_handler=skip,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(dialect.names, pa.string()), strings_can_be_null=False
            ),
        )
    first = dialect.above + 2  # a line of the file, as an editor counts them
    rows = np.setdiff1d(np.arange(first, first + table.num_rows + len(bad)), list(bad))[: table.num_rows]
    breaks = np.concatenate([[0], np.cumsum(_line_breaks(table))])  # a quoted value may go on over several lines
    for row, message in bad.items():
        problems.skip(f"line {row + breaks[np.searchsorted(rows, row)]}", "columns", message)
    lines, blank = rows + breaks[:-1], _blank(table)
    table, pointed = _pointed(table.filter(pa.array(~blank)) if blank.any() else table, dialect)
    if pointed:
        names = ", ".join(f"`{name}`" for name in pointed)
        problems.keep("the header", "decimal-comma", f"Numbers of {names} are read with a decimal comma: 0,5 is 0.5.")
    return TableFile(table, lines[~blank].astype(np.int32), "line {}")


def _blank(table: pa.Table) -> NDArray[np.bool_]:
    """(n,) rows all of whose cells are empty: blank lines, which are no rows."""
    blank = np.ones(table.num_rows, np.bool_)
    for column in table.columns:
        if blank.any():
            blank &= np.asarray(pc.equal(column, ""))
    return blank


def _pointed(table: pa.Table, dialect: Dialect) -> tuple[pa.Table, tuple[str, ...]]:
    """The table with decimal points, and the columns that had commas: where commas part columns none can."""
    return (table, ()) if dialect.delimiter == "," else with_points(table)


@contextmanager
def _whole(path: Path) -> Iterator[Any]:
    """What Arrow reads a CSV from: the path of a plain file, which it reads fastest, or the bytes of a packed one."""
    if is_packed(path):
        with open_source(path) as file:
            yield file
    else:
        yield path


def _line_breaks(table: pa.Table) -> NDArray[np.int64]:
    """(n,) how many line breaks stand in the values of each row."""
    counts = [np.asarray(pc.count_substring(column, "\n")) for column in table.columns]
    return np.sum(counts, axis=0, dtype=np.int64) if counts else np.zeros(table.num_rows, np.int64)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with open_source(path) as file:
            while piece := file.read(_BLOCK):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
