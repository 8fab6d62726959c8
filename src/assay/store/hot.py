"""Hot columns: the columns of one table that queries ask for, in memory, in order of key.

Reading a column from Lance for each query costs more than the query. A hot table is a value: it holds some
columns of *all* rows of one version, tombstones included, cut into chunks. When the table moves on, `patch`
makes the next value from what changed alone, and shares the other chunks between the two:

- with a key, the rows that stand in fragments which the old version did not have take the place of their older
  selves, or are new; a column that was written anew as a whole, as a metric's is, goes, and is read when asked for;
- without a key, fragments that changed are read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lance import LanceDataset, LanceFragment
from numpy.typing import NDArray

from assay.schema.table import Table

CHUNK_ROWS = 1 << 15
"""Rows per chunk: an edited row costs a copy of its chunk in each hot column; DuckDB works on chunks in parallel."""


FEW_VALUES = 32
"""Up to so many values are quicker picked one by one (2 µs each) than taken together (120 µs)."""

FEW_CHUNKS = 6
"""Up to so many chunks are quicker taken from one by one (15 µs each) than together."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One fragment as it stood: in which file each column lies, the file of its deletions, how many rows are left.

    A column that is NULL in all of its rows may lie in no file.
    """

    files: Mapping[str, str]
    deletions: str | None
    length: int

    @property
    def rows(self) -> frozenset[tuple[str, str]]:
        """What is the same as long as no row and no column changes."""
        return frozenset([*self.files.items(), ("", self.deletions or "")])


@dataclass(frozen=True)
class HotTable:
    """Some columns of one version of a table; `keys` are ascending, None for a table without key."""

    table: Table
    version: int
    pieces: tuple[Piece, ...]
    length: int
    keys: NDArray[np.int64] | None
    columns: Mapping[str, pa.ChunkedArray]
    has_tombstones: bool

    def relation(self, names: Sequence[str]) -> pa.Table:
        """These columns as an Arrow table."""
        return pa.table({name: self.columns[name] for name in names})

    def without(self, name: str) -> HotTable:
        """The same with one column fewer."""
        return replace(self, columns={other: column for other, column in self.columns.items() if other != name})


def begin(table: Table, dataset: LanceDataset) -> HotTable:
    """A hot table of this version with the columns that every use needs: key and tombstones."""
    names = [name for name in (table.key, "deleted") if name is not None and _has(table, name)]
    version, pieces, length = int(dataset.version), _pieces(dataset), dataset.count_rows()
    empty = HotTable(table, version, pieces, length, keys=None, columns={}, has_tombstones=False)
    if table.key is None:
        return empty
    rows = dataset.scanner(columns=names, scan_in_order=True).to_table()
    keys = rows[table.key].to_numpy()
    order = None if _ascending(keys) else np.argsort(keys, kind="stable")
    keys = keys if order is None else keys[order]
    columns = {name: _chunked(rows[name], order) for name in names}
    return replace(empty, keys=keys, columns=columns, has_tombstones=_any_deleted(columns))


def load(hot: HotTable, dataset: LanceDataset, names: Sequence[str]) -> HotTable:
    """`hot` with the columns `names` as well, read from `dataset`, which stands at the version of `hot`."""
    key = hot.table.key
    rows = dataset.scanner(columns=[*([key] if key else []), *names], scan_in_order=True).to_table()
    order = None
    if key is not None:
        keys = rows[key].to_numpy()
        order = None if _ascending(keys) else np.argsort(keys, kind="stable")
    columns = dict(hot.columns)
    # Cut as the columns that are there: patches may have left these in chunks of any length, and `gather` relies on it.
    lengths = next(([len(chunk) for chunk in column.chunks] for column in hot.columns.values()), None)
    for name in names:
        columns[name] = _chunked(rows[name], order, lengths)
    return replace(hot, columns=columns)


def patch(hot: HotTable, dataset: LanceDataset) -> HotTable | None:
    """`hot` as of the later version at which `dataset` stands; None when it must be read anew."""
    pieces, key = _pieces(dataset), hot.table.key
    if key is None or hot.keys is None:
        return _patch_pieces(hot, dataset, pieces)
    standing = {piece.files[key]: piece for piece in hot.pieces}
    fresh = [
        fragment
        for piece, fragment in zip(pieces, dataset.get_fragments(), strict=True)
        if piece.files[key] not in standing
    ]
    if sum(fragment.count_rows() for fragment in fresh) * 2 > hot.length:
        return None
    kept = _kept(
        [(standing[piece.files[key]], piece) for piece in pieces if piece.files[key] in standing], hot, dataset
    )
    rows = _read_in_order(dataset, fresh, key, list(kept))
    keys = rows[key].to_numpy()
    at, known = find_keys(hot.keys, keys)
    added = keys[~known]
    # The union of the old rows and the fresh ones holds every row there is; when it holds more, rows were taken away.
    if hot.length + len(added) != dataset.count_rows() or not (at[~known] == len(hot.keys)).all():
        return None
    older, newer = (rows, rows.slice(0, 0)) if not len(added) else (rows.filter(known), rows.filter(~known))
    columns = {name: _patch_column(column, at[known], older[name], newer[name]) for name, column in kept.items()}
    return replace(
        hot,
        version=int(dataset.version),
        pieces=pieces,
        length=hot.length + len(added),
        keys=np.concatenate([hot.keys, added]) if len(added) else hot.keys,
        columns=columns,
        has_tombstones=_any_deleted(columns),
    )


def find_keys(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each of `wanted` stands, or would stand, among the ascending `keys`; and whether it does."""
    at = np.searchsorted(keys, wanted)
    known = np.zeros(len(wanted), dtype=bool)
    inside = at < len(keys)
    known[inside] = keys[at[inside]] == wanted[inside]
    return at, known


def _patch_pieces(hot: HotTable, dataset: LanceDataset, pieces: tuple[Piece, ...]) -> HotTable:
    starts = np.cumsum([0, *(piece.length for piece in hot.pieces)]).tolist()
    standing = {piece.rows: start for piece, start in zip(hot.pieces, starts[:-1], strict=True)}
    names = list(hot.columns)
    parts: dict[str, list[pa.Array]] = {name: [] for name in names}
    for piece, fragment in zip(pieces, dataset.get_fragments(), strict=True):
        start = standing.get(piece.rows)
        if start is not None:
            columns = {name: hot.columns[name].slice(start, piece.length) for name in names}
        elif names:
            rows = dataset.scanner(columns=names, fragments=[fragment], scan_in_order=True).to_table()
            columns = {name: _chunked(rows[name], None) for name in names}
        for name in names:
            parts[name].extend(columns[name].chunks)
    merged = {name: pa.chunked_array(parts[name], type=hot.columns[name].type) for name in names}
    length = sum(piece.length for piece in pieces)
    return replace(hot, version=int(dataset.version), pieces=pieces, length=length, columns=merged)


def _kept(standing: Sequence[tuple[Piece, Piece]], hot: HotTable, dataset: LanceDataset) -> dict[str, pa.ChunkedArray]:
    """The columns that are still there, and lie in the same file as before in each fragment that stands."""
    present = set(dataset.schema.names)
    return {
        name: column
        for name, column in hot.columns.items()
        if name in present and all(before.files.get(name) == now.files.get(name) for before, now in standing)
    }


def gather(columns: Mapping[str, pa.ChunkedArray], at: NDArray[np.int64]) -> dict[str, pa.ChunkedArray]:
    """The values at these positions of columns that are cut into chunks alike, as those of a hot table are."""
    first = next(iter(columns.values()), None)
    if first is None:
        return {}
    pick = _picker([len(chunk) for chunk in first.chunks], at)
    return {name: pick(column) for name, column in columns.items()}


def _picker(lengths: Sequence[int], at: NDArray[np.int64]) -> Callable[[pa.ChunkedArray], pa.ChunkedArray]:
    """What takes the positions `at` out of a column, worked out once for all columns.

    Arrow's own `take` has a fixed cost for chunked columns that is felt where few rows are wanted.
    """
    rises = bool((np.diff(at) > 0).all())
    if len(at) and rises and int(at[-1]) - int(at[0]) == len(at) - 1:
        return lambda column: column.slice(int(at[0]), len(at))
    if 0 < len(at) <= FEW_VALUES:
        places = at.tolist()
        return lambda column: pa.chunked_array(
            [pa.concat_arrays([column.slice(place, 1).chunk(0) for place in places])]
        )
    ends = np.cumsum(lengths)
    edges = np.searchsorted(at, ends) if rises else ends
    inside = np.flatnonzero(np.diff(edges, prepend=0)).tolist()
    if not rises or not 0 < len(inside) <= FEW_CHUNKS:
        return lambda column: column.take(pa.array(at))
    parts = [
        (
            number,
            pa.array(at[int(edges[number - 1]) if number else 0 : int(edges[number])] - ends[number] + lengths[number]),
        )
        for number in inside
    ]
    return lambda column: pa.chunked_array([column.chunk(number).take(index) for number, index in parts])


def row_bytes(dataset: LanceDataset, names: Sequence[str]) -> float:
    """About how many bytes one row of these columns takes in memory, judged by the first rows."""
    sample = dataset.scanner(columns=list(names), limit=1024).to_table()
    return float(sample.nbytes / max(sample.num_rows, 1))


def _patch_column(
    column: pa.ChunkedArray, at: NDArray[np.int64], values: pa.ChunkedArray, added: pa.ChunkedArray
) -> pa.ChunkedArray:
    """Put `values` at the positions `at`, which are ascending, and `added` behind the last row."""
    chunks = list(column.chunks)
    if len(at) and gather({"": column}, at)[""].equals(values):
        at = at[:0]  # an edit rewrites whole rows, of which most columns are as they were
    starts = np.concatenate([[0], np.cumsum([len(chunk) for chunk in chunks])]).astype(np.int64)
    flat = _flat(values)
    of_chunk = np.searchsorted(starts, at, side="right") - 1
    for number in np.unique(of_chunk).tolist():
        chosen = np.flatnonzero(of_chunk == number)
        chunk = chunks[number]
        index = np.arange(len(chunk))
        index[at[chosen] - starts[number]] = len(chunk) + np.arange(len(chosen))
        fresh = flat.slice(int(chosen[0]), len(chosen))
        chunks[number] = pa.concat_arrays([chunk, fresh]).take(pa.array(index))
    if len(added):
        if chunks and len(chunks[-1]) + len(added) <= CHUNK_ROWS:
            chunks[-1] = pa.concat_arrays([chunks[-1], _flat(added)])
        else:
            chunks.extend(_chunked(added, None).chunks)
    return pa.chunked_array(chunks, type=column.type)


def _read_in_order(dataset: LanceDataset, fragments: list[LanceFragment], key: str, names: list[str]) -> pa.Table:
    if not fragments:
        return dataset.schema.empty_table().select(names)
    rows = dataset.scanner(columns=names, fragments=fragments).to_table()
    return rows.take(pa.array(np.argsort(rows[key].to_numpy(), kind="stable")))


def _chunked(
    column: pa.ChunkedArray, order: NDArray[np.int64] | None, lengths: Sequence[int] | None = None
) -> pa.ChunkedArray:
    """The column in that order, cut into chunks of these lengths, else of `CHUNK_ROWS`."""
    ordered = column if order is None else column.take(pa.array(order))
    lengths = [CHUNK_ROWS] * -(-len(ordered) // CHUNK_ROWS) if lengths is None else lengths
    starts = np.cumsum([0, *lengths]).tolist()
    parts = [_flat(ordered.slice(start, length)) for start, length in zip(starts, lengths, strict=False)]
    return pa.chunked_array(parts, type=column.type)


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], type=column.type)


def _pieces(dataset: LanceDataset) -> tuple[Piece, ...]:
    names = {field.id(): field.name() for field in dataset.lance_schema.fields()}
    return tuple(
        Piece(_files(fragment, names), fragment.deletion_file(), fragment.count_rows())
        for fragment in dataset.get_fragments()
    )


def _files(fragment: LanceFragment, names: Mapping[int, str]) -> dict[str, str]:
    """Column -> the path of the file it lies in; other ids are of parts of columns, or of columns that are gone."""
    files = [(str(file.path), file.fields) for file in fragment.data_files()]  # a path costs lance a class of its own
    return {names[number]: path for path, numbers in files for number in numbers if number in names}


def _has(table: Table, name: str) -> bool:
    return any(column.name == name for column in table.columns)


def _any_deleted(columns: Mapping[str, pa.ChunkedArray]) -> bool:
    return "deleted" in columns and bool(pc.any(columns["deleted"]).as_py())


def _ascending(keys: NDArray[np.int64]) -> bool:
    return len(keys) < 2 or bool(np.all(keys[1:] > keys[:-1]))
