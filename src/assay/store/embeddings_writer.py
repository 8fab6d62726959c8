"""Writing embeddings inside a writer's transaction: their rows in the ledger, and their vectors."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from shutil import rmtree
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import ArrayError, EditConflict
from assay.model.embedding import Embedding
from assay.store import heads, lake
from assay.store.embeddings import HAS_VECTOR, State, VectorRows, save_arrays, table_name
from assay.store.lake import Lake
from assay.store.ledger_tables import EMBEDDINGS
from assay.store.metric_writer import MetricWriter
from assay.store.nouns import read_embeddings
from assay.store.snapshot import Snapshot

NO_REASONS: Mapping[int, str] = {}
NO_STATE: State = {}


class EmbeddingsWriter(MetricWriter):
    """The part of a writer that writes embeddings."""

    def __init__(self, source: Lake, connection: sa.Connection, base: Snapshot) -> None:
        super().__init__(source, connection, base)
        self._dropped: set[str] = set()
        self._kept: set[str] = set()

    def put_embedding(
        self,
        embedding: Embedding,
        ids: Ids,
        vectors: NDArray[np.floating[Any]],
        keys: Ids,
        *,
        reasons: Mapping[int, str] = NO_REASONS,
        state: State = NO_STATE,
    ) -> Embedding:
        """An embedding with all its vectors, in place of the one of its name and level; its id is given here.

        ids : (n,) of rows of its level, in any order. vectors : (n, d), of any length; a row of NaN, or of zeros,
        is none, and `reasons` says why, by the place of the row. keys : (n,) hashes of what each was computed from.
        state : what the embedder learned; `embedding.digest` is then its `state_digest`.

        Where it is the default one, no other of its level is any more; the first of a level always is.

        Raises
        ------
        ArrayError : the arrays differ in length, or an id stands twice.
        """
        rows = VectorRows.of(ids, vectors, keys, reasons)
        others = [other for other in self._embeddings(embedding) if other.name != embedding.name]
        described = replace(
            embedding,
            dimension=int(rows.vectors.shape[1]),
            count=int(rows.known.sum()),
            is_default=embedding.is_default or not any(other.is_default for other in others),
        )
        described = self._describe(described)
        if described.is_default:
            self.set_default_embedding(described)
        name = table_name(described.id)
        self._written[name] = self._lake.overwrite(name, rows.table())
        if state:
            save_arrays(self._lake.folder / "vectors" / f"{described.digest}.npz", state)
        return described

    def update_vectors(
        self,
        embedding: Embedding,
        ids: Ids,
        vectors: NDArray[np.floating[Any]],
        keys: Ids,
        *,
        reasons: Mapping[int, str] = NO_REASONS,
        gone: Collection[int] = (),
    ) -> Embedding:
        """Put some rows of an embedding in place of those of the same ids, or add them; take those in `gone` away.

        Raises
        ------
        ArrayError : the arrays differ in length, vectors have another length, or an id stands twice.
        EditConflict : the embedding was removed meanwhile, or made in another way.
        """
        standing = next((one for one in read_embeddings(self._connection) if one.id == embedding.id), None)
        if standing is None or _made_by(standing) != _made_by(embedding):
            raise EditConflict(
                f"The embedding {embedding.name!r} was computed anew or removed meanwhile.", hint="Try again."
            )
        dataset = self._open(table_name(embedding.id))
        out = [*gone, *ids.tolist()]
        if out:
            lake.delete(dataset, {"id": out})
        if len(ids):
            rows = VectorRows.of(ids, vectors, keys, reasons)
            if rows.vectors.shape[1] != embedding.dimension:
                raise ArrayError(f"Vectors of {embedding.name!r} have {embedding.dimension} numbers each.")
            lake.append(dataset, rows.table())
        count = int(dataset.count_rows(HAS_VECTOR))
        return self._describe(replace(standing, count=count, as_of=embedding.as_of))

    def set_default_embedding(self, embedding: Embedding) -> None:
        """Let this embedding be the one of its level that is meant where none is named."""
        same = (EMBEDDINGS.c.dataset_id == embedding.dataset_id) & (EMBEDDINGS.c.level == embedding.level.value)
        is_it = EMBEDDINGS.c.id == embedding.id
        self._connection.execute(sa.update(EMBEDDINGS).where(same).values(is_default=is_it))

    def drop_embedding(self, embedding: Embedding) -> None:
        """Forget an embedding; another one of its level, the oldest, is then the default where it was."""
        self._connection.execute(sa.delete(EMBEDDINGS).where(EMBEDDINGS.c.id == embedding.id))
        heads.drop(self._connection, table_name(embedding.id))
        self._written.pop(table_name(embedding.id), None)
        self._dropped.add(table_name(embedding.id))
        left = self._embeddings(embedding)
        if left and not any(other.is_default for other in left):
            self.set_default_embedding(left[0])

    def _clean_vectors(self) -> None:
        """Remove vectors and states that belong to no embedding, once no reader can still look at them."""
        now = time.time()
        for name in self._dropped:
            os.utime(self._lake.folder / f"{name}.lance", (now, now))
        if self._dropped or any(name in self._kept for name in self._written):
            _remove_unused(self._lake.folder / "vectors", self._kept, before=now - lake.KEEP_VERSIONS.total_seconds())

    def _note_kept(self) -> None:
        """Note which embeddings this writer leaves, while the ledger can still be asked."""
        for one in read_embeddings(self._connection):
            self._kept |= {table_name(one.id), f"vectors/{one.digest}"}

    def _describe(self, embedding: Embedding) -> Embedding:
        """Write the row of an embedding in the ledger, in place of the one of its name."""
        values = {name: value for name, value in asdict(embedding).items() if name != "id"}
        standing = next((other for other in self._embeddings(embedding) if other.name == embedding.name), None)
        if standing is None:
            return replace(embedding, id=self._insert(EMBEDDINGS, **values))
        self._connection.execute(sa.update(EMBEDDINGS).where(EMBEDDINGS.c.id == standing.id).values(**values))
        return replace(embedding, id=standing.id)

    def _embeddings(self, like: Embedding) -> list[Embedding]:
        """Those of its dataset and level, as this writer has left them."""
        found = read_embeddings(self._connection)
        return [one for one in found if (one.dataset_id, one.level) == (like.dataset_id, like.level)]


def _made_by(embedding: Embedding) -> Embedding:
    """What decides the numbers of an embedding's vectors."""
    return replace(embedding, name="", count=0, as_of=0, is_default=False)


def _remove_unused(folder: Path, kept: Collection[str], *, before: float) -> None:
    """Remove what lies among the vectors, is not `kept`, and was last touched `before` this time."""
    for path in folder.iterdir():
        if f"vectors/{path.stem}" in kept:
            continue
        with suppress(OSError):
            if max(part.stat().st_mtime for part in (path, *path.rglob("*"))) < before:
                rmtree(path) if path.is_dir() else path.unlink()
