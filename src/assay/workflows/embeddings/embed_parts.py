"""Raw vectors on disk while an embedding is made, so that a run that was killed goes on where it was."""

from __future__ import annotations

import os
import time
import uuid
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import ipc

from assay.arrays import Flags, Ids

FOLDER = "embedded"
"""Where the parts lie in a project's cache. They may be deleted at any time."""

_EVERY_SECONDS = 5.0


class RawParts:
    """The parts of vectors that are made in one way, as `identity` says."""

    def __init__(self, folder: Path, identity: str) -> None:
        self._folder = folder
        self._name = blake2b(identity.encode(), digest_size=8).hexdigest()
        self._waiting: list[tuple[Ids, NDArray[np.float32]]] = []
        self._written = time.monotonic()

    def find(self, keys: Ids) -> tuple[Flags, NDArray[np.float32]]:
        """(n,) which of `keys` are known, and (n, d) their vectors; of the others, anything."""
        found, vectors = np.zeros(len(keys), np.bool_), np.zeros((len(keys), 0), np.float32)
        for path in sorted(self._folder.glob(f"{self._name}-*.arrow")):
            part = _read(path)
            if part is None or not len(part[0]):
                continue
            order = np.argsort(part[0])
            at = order[np.searchsorted(part[0], keys, sorter=order).clip(max=len(order) - 1)]
            here = part[0][at] == keys
            if vectors.shape[1] != part[1].shape[1]:
                vectors = np.zeros((len(keys), part[1].shape[1]), np.float32)
            vectors[here] = part[1][at[here]]
            found |= here
        return found, vectors

    def add(self, keys: Ids, vectors: NDArray[np.float32]) -> None:
        """Note vectors; every few seconds they are written."""
        if len(keys):
            self._waiting.append((keys, vectors))
        if self._waiting and time.monotonic() - self._written > _EVERY_SECONDS:
            self.write()

    def write(self) -> None:
        """Write what waits, as one part: it is there whole, or not at all."""
        if not self._waiting:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = self._folder / f"{uuid.uuid4().hex}.partial"
        table = pa.concat_tables([_table(*part) for part in self._waiting])
        with pa.OSFile(str(partial), "wb") as file, ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        os.replace(partial, self._folder / f"{self._name}-{uuid.uuid4().hex}.arrow")
        self._waiting.clear()
        self._written = time.monotonic()

    def clear(self) -> None:
        """Remove them: the embedding is published."""
        self._waiting.clear()
        for path in self._folder.glob(f"{self._name}-*.arrow"):
            with suppress(OSError):
                path.unlink()


def _table(keys: Ids, vectors: NDArray[np.float32]) -> pa.Table:
    flat = pa.array(np.ascontiguousarray(vectors).ravel())
    return pa.table({"key": keys, "vector": pa.FixedSizeListArray.from_arrays(flat, vectors.shape[1])})


def _read(path: Path) -> tuple[Ids, NDArray[np.float32]] | None:
    """Keys and vectors of a part; None where it cannot be read, as if it were not there."""
    try:
        with pa.memory_map(str(path)) as file:
            table = ipc.open_file(file).read_all()
        vectors = table["vector"].combine_chunks()
        return table["key"].to_numpy(), vectors.flatten().to_numpy().reshape(len(vectors), -1)
    except (OSError, pa.ArrowInvalid, KeyError, ValueError):
        return None
