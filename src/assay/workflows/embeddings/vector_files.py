"""Vectors in files of other tools: .npy, .npz, Parquet, Arrow and Feather. Nothing in them is ever unpickled."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import feather, parquet

from assay.amounts import amount
from assay.errors import FormatUnknown, SourceNotFound, SourceUnreadable

SUFFIXES = (".npy", ".npz", ".parquet", ".arrow", ".feather", ".ipc")
"""The endings of files that are understood."""

KEY_NAMES = (
    "id",
    "ids",
    "reference_id",
    "foreign_id",
    "image_id",
    "annotation_id",
    "label_id",
    "file_name",
    "filename",
    "file",
    "path",
    "filepath",
    "name",
    "names",
    "image",
    "key",
    "keys",
)
"""Names of columns and arrays that say which row a vector is of, in order of preference."""


@dataclass(frozen=True, eq=False)
class ForeignVectors:
    """Vectors as a file has them, n of them.

    names : (n,) text, what the file calls the row of each. vectors : (n, d) numbers; rows of NaN where there is none.
    wrong : row -> why it is no vector, such as another length than the others.
    """

    names: pa.Array
    vectors: NDArray[Any]
    wrong: Mapping[int, str] = field(default_factory=dict)


def read_vectors(path: Path, *, ids: Path | None = None) -> ForeignVectors:
    """The vectors of a file; of an .npy file, `ids` says what each row is: text, CSV or another .npy.

    Raises
    ------
    SourceNotFound : a file is not there. FormatUnknown : it is of no kind that holds vectors.
    SourceUnreadable : it cannot be read, has no vectors, or there is not one name for each of them.
    """
    for file in (path, *([ids] if ids else [])):
        if not file.is_file():
            raise SourceNotFound(f"There is no file {str(file)!r}.")
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise FormatUnknown(f"{path.name!r} holds no vectors.", hint=f"Give one of {', '.join(SUFFIXES)}.")
    try:
        found = reader(path, ids)
    except (ValueError, OSError, EOFError, BadZipFile, pa.ArrowException) as error:
        why = "it holds Python objects" if "pickle" in str(error) else str(error)
        raise SourceUnreadable(f"{str(path)!r} cannot be read: {why}.", hint="Save plain arrays of numbers.") from error
    if len(found.names) != len(found.vectors):
        raise SourceUnreadable(
            f"{path.name!r} has {amount(len(found.vectors), 'vector')} and {amount(len(found.names), 'name')}."
        )
    return found


def _read_npy(path: Path, ids: Path | None) -> ForeignVectors:
    vectors = _matrix(np.load(path, mmap_mode="r", allow_pickle=False), path)
    if ids is None:
        raise SourceUnreadable(
            f"{path.name!r} does not say which rows its vectors are of.",
            hint="Give their ids or file names in a second file, with --ids.",
        )
    return ForeignVectors(_read_names(ids), vectors)


def _read_npz(path: Path, ids: Path | None) -> ForeignVectors:
    with np.load(path, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    matrices = [array for array in arrays.values() if array.ndim == 2]
    if len(matrices) != 1:
        raise SourceUnreadable(f"{path.name!r} has {len(matrices)} arrays of two dimensions; one is expected.")
    if ids is not None:
        return ForeignVectors(_read_names(ids), _matrix(matrices[0], path))
    lists = {name: array for name, array in arrays.items() if array.ndim == 1}
    name = _key_name(list(lists), path)
    return ForeignVectors(_texts(lists[name]), _matrix(matrices[0], path))


def _read_table(path: Path, ids: Path | None) -> ForeignVectors:
    table = parquet.read_table(path) if path.suffix.lower() == ".parquet" else feather.read_table(path)
    lists = [column.name for column in table.schema if _is_vector(column.type)]
    if len(lists) != 1:
        told = ", ".join(lists) or "none"
        raise SourceUnreadable(f"{path.name!r} must have one column of lists of numbers; it has: {told}.")
    if ids is not None:
        return _of_lists(_read_names(ids), table[lists[0]])
    others = [column.name for column in table.schema if column.name not in lists]
    return _of_lists(table[_key_name(others, path)].combine_chunks().cast(pa.string()), table[lists[0]])


_READERS: Mapping[str, Callable[[Path, Path | None], ForeignVectors]] = {
    ".npy": _read_npy,
    ".npz": _read_npz,
    ".parquet": _read_table,
    ".arrow": _read_table,
    ".feather": _read_table,
    ".ipc": _read_table,
}


def _matrix(array: NDArray[Any], path: Path) -> NDArray[Any]:
    if array.ndim != 2 or array.dtype.kind not in "fiu" or array.shape[1] == 0:
        raise SourceUnreadable(f"{path.name!r} must hold (n, d) numbers; it holds {array.shape} of {array.dtype}.")
    return array


def _key_name(names: list[str], path: Path) -> str:
    """The array or column that says which row a vector is of."""
    known = next((name for name in KEY_NAMES if name in names), None)
    if known is None and len(names) != 1:
        told = ", ".join(names) or "none"
        raise SourceUnreadable(
            f"{path.name!r} does not say which rows its vectors are of; it has: {told}.",
            hint=f"Name that column one of {', '.join(KEY_NAMES[:6])}, file_name or path.",
        )
    return known or names[0]


def _read_names(path: Path) -> pa.Array:
    """Names in order: an .npy array, the first column of a CSV, or one line of text each."""
    if path.suffix.lower() == ".npy":
        return _texts(np.load(path, allow_pickle=False))
    with path.open(encoding="utf-8-sig", newline="") as file:
        if path.suffix.lower() != ".csv":
            return pa.array([line.strip() for line in file if line.strip()], pa.string())
        rows = [row for row in csv.reader(file) if row]
    at = next((rows[0].index(name) for name in KEY_NAMES if rows and name in rows[0]), None)
    return pa.array([row[at or 0] for row in (rows if at is None else rows[1:])], pa.string())


def _texts(array: NDArray[Any]) -> pa.Array:
    if array.ndim != 1 or array.dtype.kind not in "iuU":
        raise ValueError(f"names must be whole numbers or text, not {array.dtype} of shape {array.shape}")
    return pa.array(array.tolist()).cast(pa.string())


def _is_vector(kind: pa.DataType) -> bool:
    is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    return bool(is_list) and bool(pa.types.is_floating(kind.value_type) or pa.types.is_integer(kind.value_type))


def _of_lists(names: pa.Array, column: pa.ChunkedArray) -> ForeignVectors:
    """Lists as rows of one length: that which most of them have."""
    lists = column.combine_chunks()
    lists = lists.cast(pa.large_list(pa.float32()))
    lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False)
    seen, counts = np.unique(lengths[lengths > 0], return_counts=True)
    if not len(seen):
        raise SourceUnreadable("No row has a vector.")
    width = int(seen[counts.argmax()])
    is_right = lengths == width
    out = np.full((len(lists), width), np.nan, np.float32)
    right = lists.filter(pa.array(is_right))
    out[is_right] = pc.fill_null(right.flatten(), np.nan).to_numpy(zero_copy_only=False).reshape(-1, width)
    wrong = {
        row: f"It has {int(lengths[row])} numbers; the others have {width}."
        for row in np.flatnonzero(~is_right).tolist()
    }
    return ForeignVectors(names, out, wrong)
