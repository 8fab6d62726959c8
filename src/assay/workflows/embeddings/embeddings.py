"""The embeddings of a dataset: what there is, which one is meant, which one goes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from assay.embeddings.registry import EMBEDDERS
from assay.errors import AssayError, NotFound
from assay.model.dataset import Dataset
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.plugins import load_plugins
from assay.schema.fields import LEVEL_TABLES
from assay.store.filters import Where
from assay.store.store import Store
from assay.workflows.embeddings.re_embed import stale_part
from assay.workflows.vectors_of import embedded_runs


@dataclass(frozen=True, slots=True)
class EmbeddingStanding:
    """An embedding and how it stands.

    title : of its embedder. rows : of its level, with a vector or without; of predictions those of embedded runs.
    stale : rows added since, or edited so that their vector does not hold. failures : rows that were looked at and
    have no vector. note : what else is to be known, such as that its embedder is of another version now.
    """

    embedding: Embedding
    title: str
    rows: int
    stale: int
    failures: int
    note: str


def list_embeddings(store: Store, *, dataset: str | int | None = None) -> tuple[EmbeddingStanding, ...]:
    """Every embedding of a dataset, oldest first.

    Raises
    ------
    NotFound : there is no such dataset.
    """
    load_plugins()
    snapshot = store.snapshot()
    target = snapshot.dataset(dataset)
    return tuple(_standing(store, target, embedding) for embedding in snapshot.embeddings(target.id))


def find_embedding(
    store: Store, name: str, *, dataset: str | int | None = None, level: Level | None = None
) -> Sequence[Embedding]:
    """The embeddings of that name: of one level, or of each that has one.

    Raises
    ------
    NotFound : there is none.
    """
    snapshot = store.snapshot()
    target = snapshot.dataset(dataset)
    every = snapshot.embeddings(target.id)
    found = [one for one in every if one.name == name and level in (None, one.level)]
    if not found:
        told = ", ".join(dict.fromkeys(one.name for one in every)) or "none yet; make one with `assay embed`"
        raise NotFound(f"There is no embedding {name!r}.", hint=f"There are: {told}.")
    return found


def make_default(
    store: Store, name: str, *, dataset: str | int | None = None, level: Level | None = None
) -> Sequence[Embedding]:
    """Let an embedding be the one that searches, maps, metrics and detectors use; see `find_embedding`."""
    found = find_embedding(store, name, dataset=dataset, level=level)
    with store.writer() as writer:
        for embedding in found:
            writer.set_default_embedding(embedding)
    return found


def remove_embedding(
    store: Store, name: str, *, dataset: str | int | None = None, level: Level | None = None
) -> Sequence[Embedding]:
    """Forget an embedding; see `find_embedding`. What was measured with it stays, and is stale."""
    found = find_embedding(store, name, dataset=dataset, level=level)
    with store.writer() as writer:
        for embedding in found:
            writer.drop_embedding(embedding)
    return found


def _standing(store: Store, dataset: Dataset, embedding: Embedding) -> EmbeddingStanding:
    snapshot = store.snapshot()
    table = LEVEL_TABLES[embedding.level].name
    runs = embedded_runs(snapshot, embedding)
    where: Where = {"dataset_id": dataset.id, **({} if runs is None else {"run_id": runs})}
    live = np.asarray(snapshot.rows(table, columns=("id",), where=where)["id"], np.int64)
    known, _, reasons = snapshot.vector_keys(embedding)
    stale = len(np.setdiff1d(live, known, assume_unique=True))
    note = ""
    embedder = dict(EMBEDDERS).get(embedding.embedder)
    if embedding.embedder and embedder is None:
        note = "Its embedder is not installed."
    elif embedder is not None and embedder.version != embedding.version:
        note = "Its embedder is of another version now."
    else:
        with suppress(AssayError):  # what cannot be told of is not stale
            part = stale_part(store, dataset, embedding)
            stale += 0 if part is None else int(np.isin(part[1].items.ids[part[1].sheet.rows], known).sum())
    title = embedder.title if embedder is not None else embedding.embedder or "Vectors from a file"
    return EmbeddingStanding(embedding, title, len(live), stale, sum(reason is not None for reason in reasons), note)
