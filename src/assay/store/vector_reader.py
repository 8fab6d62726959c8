"""Reading the vectors of embeddings, as of one publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from lance import LanceDataset
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import NotFound
from assay.model.embedding import Embedding
from assay.store.embeddings import State, read_keys, read_state, read_vectors, table_name
from assay.store.lake import damage_told
from assay.store.sources import Sources

_VECTOR_BYTES = 1 << 30  # so many bytes of vectors are kept in memory, or those of one embedding


class VectorReader:
    """The part of a snapshot that reads vectors."""

    _sources: Sources
    _heads: Mapping[str, int]

    def vectors(self, embedding: Embedding) -> tuple[Ids, NDArray[np.float32]]:
        """Ids in ascending order, and (n, d) their vectors of length 1, of the rows that have one; kept in memory.

        Rows deleted a moment ago may still be among them.
        """
        name = table_name(embedding.id)
        room = max(1, _VECTOR_BYTES // max(1, 4 * embedding.count * embedding.dimension))

        def read() -> tuple[Ids, NDArray[np.float32]]:
            with damage_told(name):
                return read_vectors(self._vector_table(embedding), embedding.count, embedding.dimension)

        version = self._heads.get(name, 0)
        return self._sources.derived.get("vectors", (name, version), read, most=min(room, 8))

    def vector_keys(self, embedding: Embedding) -> tuple[Ids, Ids, Sequence[str | None]]:
        """Of all rows of an embedding: ids in ascending order, what each was computed from, why it has no vector."""
        with damage_told(table_name(embedding.id)):
            return read_keys(self._vector_table(embedding))

    def vectors_version(self, embedding: Embedding) -> str:
        """A text that changes whenever a vector of the embedding does."""
        return f"{embedding.id}@{self._heads[table_name(embedding.id)]}"

    def embedding_state(self, embedding: Embedding) -> State:
        """What the embedder learned of the set; empty where it learned nothing."""
        if not embedding.embedder or not embedding.digest:
            return {}
        return read_state(self._sources.lake.folder / "vectors" / f"{embedding.digest}.npz", embedding)

    def _vector_table(self, embedding: Embedding) -> LanceDataset:
        name = table_name(embedding.id)
        if name not in self._heads:
            raise NotFound(f"There is no embedding {embedding.name!r}.", hint="`assay embeddings` lists them.")
        return self._sources.lake.open(name, self._heads[name])
