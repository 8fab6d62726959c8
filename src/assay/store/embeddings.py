"""The vectors of embeddings as they are stored: a Lance table each, read and written in the order of ids."""

from __future__ import annotations

import hashlib
import os
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from lance import LanceDataset
from numpy.typing import NDArray

from assay.arrays import Ids, check_same_length
from assay.errors import ArrayError, ProjectDamaged
from assay.model.embedding import Embedding
from assay.store.durability import settle

State = Mapping[str, NDArray[Any]]
"""What an embedder learned from a set, as named arrays of numbers."""

HAS_VECTOR = "reason IS NULL"
"""The rows that have a vector; a vector itself would have to be read to tell."""

_BATCH = 16_384
_SHORT = 1e-20


@dataclass(frozen=True, eq=False)
class VectorRows:
    """Rows of an embedding, n of them in ascending order of id.

    vectors : (n, d) float32, each of length 1; NaN where a row has none. keys : (n,) int64, a hash of what each was
    computed from. reasons : row -> why it has no vector; empty where nobody said why.
    """

    ids: Ids
    vectors: NDArray[np.float32]
    keys: Ids
    reasons: Mapping[int, str]

    @classmethod
    def of(cls, ids: Ids, vectors: NDArray[np.floating[Any]], keys: Ids, reasons: Mapping[int, str]) -> VectorRows:
        """Rows in any order, with vectors of any length; those of length 0, or not finite, are no vectors.

        Raises
        ------
        ArrayError : the arrays differ in length, vectors have no numbers, or an id stands twice.
        """
        check_same_length(ids=ids, vectors=vectors, keys=keys)
        if vectors.ndim != 2 or vectors.shape[1] == 0:
            raise ArrayError(f"`vectors` must have shape (n, d), got {vectors.shape}.")
        order = np.argsort(ids, kind="stable")
        if (np.diff(ids[order]) == 0).any():
            raise ArrayError("Vectors must have different ids.", hint="Give one vector for each row.")
        if not np.array_equal(order, np.arange(len(order))):
            place = np.argsort(order)
            ids, vectors, keys = ids[order], vectors[order], keys[order]
            reasons = {int(place[row]): why for row, why in reasons.items()}
        return cls(ids, of_length_one(vectors), keys, reasons)

    @property
    def known(self) -> NDArray[np.bool_]:
        """(n,) which rows have a vector."""
        known: NDArray[np.bool_] = np.isfinite(self.vectors[:, 0])
        return known

    def table(self) -> pa.Table:
        """The rows as they are stored."""
        width = self.vectors.shape[1]
        flat = pa.array(np.ascontiguousarray(self.vectors).ravel())
        told: list[str | None] = [None] * len(self.ids)
        for row in np.flatnonzero(~self.known).tolist():
            told[row] = self.reasons.get(row, "")
        return pa.table(
            {
                "id": pa.array(self.ids, pa.int64()),
                "vector": pa.FixedSizeListArray.from_arrays(flat, width, mask=pa.array(~self.known)),
                "key": pa.array(self.keys, pa.int64()),
                "reason": pa.array(told, pa.string()),
            }
        )


def of_length_one(vectors: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """(n, d) float32 of length 1; a row of length 0, or with a number that is not finite, is all NaN."""
    out = np.empty(vectors.shape, np.float32)
    for start in range(0, len(vectors), _BATCH):
        part = np.asarray(vectors[start : start + _BATCH], np.float64)
        length = np.sqrt(np.einsum("ij,ij->i", part, part))[:, None]
        with np.errstate(invalid="ignore", divide="ignore"):
            out[start : start + _BATCH] = np.where((length > _SHORT) & np.isfinite(length), part / length, np.nan)
    return out


def table_name(embedding_id: int) -> str:
    """The name of the table of an embedding, which is also its place in the project's folder."""
    return f"vectors/{embedding_id}"


def read_vectors(dataset: LanceDataset, count: int, dimension: int) -> tuple[Ids, NDArray[np.float32]]:
    """(n,) ids in ascending order, and (n, d) their vectors, of the rows that have one.

    Read in batches into one array, so that no more memory is taken than the vectors fill. `count` is how many the
    ledger expects; more or fewer are no error.
    """
    ids, vectors, at = np.empty(count, np.int64), np.empty((count, dimension), np.float32), 0
    for batch in dataset.to_batches(columns=["id", "vector"], filter=HAS_VECTOR, batch_size=_BATCH):
        found = batch.num_rows
        if at + found > len(ids):
            ids, vectors = np.resize(ids, at + found), np.resize(vectors, (at + found, dimension))
        ids[at : at + found] = batch.column("id").to_numpy()
        vectors[at : at + found] = batch.column("vector").flatten().to_numpy().reshape(found, dimension)
        at += found
    ids, vectors = ids[:at], vectors[:at]
    if (np.diff(ids) < 0).any():  # rows written again lie behind the others
        order = np.argsort(ids, kind="stable")
        ids, vectors = ids[order], vectors[order]
    for array in (ids, vectors):
        array.flags.writeable = False
    return ids, vectors


def read_keys(dataset: LanceDataset) -> tuple[Ids, Ids, Sequence[str | None]]:
    """Ids of all rows in ascending order, by what each is known, and why it has no vector, where it has none."""
    rows = dataset.to_table(columns=["id", "key", "reason"]).sort_by("id")
    return rows["id"].to_numpy(), rows["key"].to_numpy(), rows["reason"].to_pylist()


def state_digest(state: State) -> str:
    """SHA-256 of named arrays; empty for none."""
    if not state:
        return ""
    found = hashlib.sha256()
    for name in sorted(state):
        array = np.ascontiguousarray(state[name])
        found.update(f"{name}\0{array.dtype.str}\0{array.shape}\0".encode())
        found.update(array.tobytes())
    return found.hexdigest()


def save_arrays(path: Path, arrays: State) -> None:
    """Write named arrays as an .npz file, which is there whole or not at all.

    Raises
    ------
    ArrayError : an array holds objects, which only a pickle could keep.
    """
    for name, array in arrays.items():
        if array.dtype.hasobject:
            raise ArrayError(f"The array {name!r} of a state holds objects.", hint="A state is arrays of numbers.")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{uuid.uuid4().hex}.partial")
    named: dict[str, Any] = dict(arrays)
    with partial.open("wb") as file:
        np.savez(file, **named)
    settle([partial])
    os.replace(partial, path)
    settle([path])


def load_arrays(path: Path) -> State:
    """What `save_arrays` wrote; raise what NumPy and the system raise where that cannot be read."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:  # it leaves a damaged one open
        return {name: archive[name] for name in archive.files}


def read_state(path: Path, embedding: Embedding) -> State:
    """What an embedder learned, from its file.

    Raises
    ------
    ProjectDamaged : the file is gone, unreadable, or is not the one that the embedding was made with.
    """
    try:
        state = load_arrays(path)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise _damaged(path, str(error)) from error
    if state_digest(state) != embedding.digest:
        raise _damaged(path, f"it is not what the embedding {embedding.name!r} was made with")
    return state


def _damaged(path: Path, why: str) -> ProjectDamaged:
    return ProjectDamaged(f"{path} cannot be read: {why}.", hint="Compute the embedding anew with `assay embed`.")
