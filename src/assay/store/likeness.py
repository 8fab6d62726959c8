"""How alike the rows of a dataset are to items of it, or to pictures: computed once, joined as a relation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa

from assay.arrays import Ids
from assay.errors import QueryError
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.schema.likeness import LikeItem, Likeness
from assay.vectors.neighbours import Vectors
from assay.vectors.search import Joined, similarities

PICTURES = "cache/asked"
"""Where the vectors of pictures that a person gave are kept, beneath the project's folder."""

DIGEST = re.compile(r"[0-9a-f]{16,64}")
"""How a picture is named: it becomes the name of a file."""

_WORDS = {Level.IMAGE: "Image", Level.ANNOTATION: "Label", Level.PREDICTION: "Prediction"}
_EMBED = "Compute the embedding anew: `assay embed P`."


class VectorSource(Protocol):
    """What is asked of a snapshot."""

    def embedding(self, dataset_id: int, level: Level, name: str | None = None) -> Embedding | None:
        """The embedding of a level by name; the default one for None."""
        ...

    def vectors(self, embedding: Embedding) -> tuple[Ids, Vectors]:
        """Ids in ascending order, and their vectors of length 1."""
        ...


def likeness_rows(snapshot: VectorSource, asked: Likeness, pictures: Path) -> pa.Table:
    """`id` and `similarity` of every row that has a vector.

    pictures : the folder of the vectors of pictures that persons gave.

    Raises
    ------
    QueryError : there is no embedding, or an item has no vector in it.
    """
    embedding = _embedding(snapshot, asked.dataset_id, asked.level)
    ids, vectors = snapshot.vectors(embedding)
    queries = query_vectors(snapshot, embedding, asked.source, asked.items, pictures=pictures)
    found = similarities(vectors, queries, joined=Joined.MEAN if asked.mean else Joined.MAX)
    values = np.clip(found, -1, 1).astype(np.float64)
    return pa.table({"id": ids, "similarity": values})


def query_vectors(
    snapshot: VectorSource, embedding: Embedding, source: Level, items: Sequence[LikeItem], *, pictures: Path
) -> Vectors:
    """(m, d) the vectors of items of the level `source`, or of pictures, in the space of `embedding`.

    Raises
    ------
    QueryError : an item has no vector there.
    """
    own = embedding if source is embedding.level else _embedding(snapshot, embedding.dataset_id, source)
    if own.space != embedding.space:
        raise QueryError(
            f"The embeddings {own.name!r} of {source.value}s and {embedding.name!r} of {embedding.level.value}s cannot "
            "be compared.",
            hint="Compute both by one embedder: `assay embed P`.",
        )
    known, vectors = snapshot.vectors(own)
    found = np.empty((len(items), embedding.dimension), np.float32)
    for row, item in enumerate(items):
        if isinstance(item, str):
            found[row] = _of_picture(pictures, item, embedding)
            continue
        at = int(np.searchsorted(known, item))
        if at == len(known) or known[at] != item:
            raise QueryError(
                f"{_WORDS[source]} {item} has no vector in the embedding {own.name!r}.",
                hint="It may be new, deleted, or unreadable; `assay embed P` computes what is missing and tells why.",
            )
        found[row] = vectors[at]
    return found


def _embedding(snapshot: VectorSource, dataset_id: int, level: Level) -> Embedding:
    found = snapshot.embedding(dataset_id, level)
    if found is None:
        raise QueryError(f"No {level.value} has an embedding.", hint="Compute one: `assay embed P`.")
    return found


def picture_path(pictures: Path, digest: str, embedding: Embedding) -> Path:
    """The file of the vector of a picture in one embedding, as that embedding was computed last."""
    return pictures / f"{digest}.{embedding.id}.{embedding.digest[:16] or 'plain'}.npy"


def _of_picture(pictures: Path, digest: str, embedding: Embedding) -> Vectors:
    vector = np.empty(0, np.float32)
    if DIGEST.fullmatch(digest):
        with suppress(OSError, ValueError):
            vector = np.load(picture_path(pictures, digest, embedding), allow_pickle=False)
    if vector.shape != (embedding.dimension,):
        raise QueryError("The picture that is asked about is not kept any more.", hint="Give the picture again.")
    return vector
