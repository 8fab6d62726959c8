"""The vectors of rows, in the order in which who asks has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from assay.arrays import Ids
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.store.snapshot import Snapshot
from assay.vectors.neighbours import Vectors

EMBEDDED_LEVELS = (Level.IMAGE, Level.ANNOTATION)
"""The levels that are embedded unless others are asked for; predictions can be, too."""


def vectors_of(
    snapshot: Snapshot, dataset_id: int, level: Level, *, ids: Ids, name: str | None = None
) -> Vectors | None:
    """(n, d) float32, the vector of each of `ids` by the embedding `name` (the default one); NaN where it has none.

    None where the dataset has no embedding of the level.

    Raises
    ------
    NotFound : there is no embedding of that name.
    """
    embedding = snapshot.embedding(dataset_id, level, name)
    if embedding is None:
        return None
    known, vectors = snapshot.vectors(embedding)
    if np.array_equal(known, ids):
        return vectors
    out = np.full((len(ids), vectors.shape[1]), np.nan, np.float32)
    if len(known):
        at = np.searchsorted(known, ids).clip(max=len(known) - 1)
        found = known[at] == ids
        out[found] = vectors[at[found]]
    return out


def embedded_runs(snapshot: Snapshot, embedding: Embedding) -> list[int] | None:
    """The runs of whose predictions an embedding has rows; None where it is not one of predictions."""
    if embedding.level is not Level.PREDICTION:
        return None
    known = snapshot.vector_keys(embedding)[0]
    where = {"dataset_id": embedding.dataset_id}
    rows = snapshot.rows("predictions", columns=("id", "run_id"), where=where)
    is_known = np.isin(np.asarray(rows["id"], np.int64), known)
    found: list[int] = np.unique(np.asarray(rows["run_id"], np.int64)[is_known]).tolist()
    return found


class LevelVectors(Mapping[Level, Vectors]):
    """The default embedding of each level of a dataset, in the order of the rows given; read when asked for."""

    def __init__(self, snapshot: Snapshot, dataset_id: int, ids: Mapping[Level, Ids]) -> None:
        self._snapshot, self._dataset_id = snapshot, dataset_id
        self._ids = {level: rows for level, rows in ids.items() if snapshot.embedding(dataset_id, level) is not None}
        self._read: dict[Level, Vectors] = {}

    def __getitem__(self, level: Level) -> Vectors:
        if level not in self._read:
            found = vectors_of(self._snapshot, self._dataset_id, level, ids=self._ids[level])
            assert found is not None  # only levels that have an embedding were kept
            self._read[level] = found
        return self._read[level]

    def __iter__(self) -> Iterator[Level]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
