"""Look-alikes: what looks most like an image, an object, several of them, or a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assay.arrays import Ids
from assay.errors import ChoiceInvalid
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.query.nodes import Similar
from assay.query.show import show
from assay.schema.likeness import LikeItem, Likeness
from assay.store.snapshot import Snapshot
from assay.vectors.search import Similarities, top
from assay.workflows.explore.search import ask, ids_of

MOST_ITEMS = 1_000
"""So many may be asked about at once."""


@dataclass(frozen=True, eq=False)
class LookAlikes:
    """The rows of a level that look most alike, the most alike first.

    similarities : (k,) cosine of the vectors, -1 to 1. embedding : whose vectors were compared. query : what lists and
    sorts them in the query language; None where it compares levels, which only this can.
    """

    level: Level
    ids: Ids
    similarities: Similarities
    embedding: Embedding
    query: str | None


def find_similar(
    snapshot: Snapshot,
    items: Sequence[LikeItem],
    *,
    source: Level = Level.IMAGE,
    level: Level | None = None,
    query: str = "",
    count: int = 100,
    mean: bool = False,
    dataset: str | int | None = None,
    run: str | int | None = None,
) -> LookAlikes:
    """The `count` rows of `level` (that of the items) that look most like `items`, of those that `query` lists.

    Of several items the one most alike counts, or with `mean` the mean of the similarities (S5). Every vector is
    compared, so that none is missed; of those equally alike the lower id comes first. The items themselves are left
    out. Images are compared with objects where one embedder with one state made the vectors of both.

    items : ids of the level `source`, or digests that `keep_picture` gave.

    Raises
    ------
    QueryError : the query is wrong, there is no embedding, or an item has no vector.
    ChoiceInvalid : there is no item, or there are more than 1,000.
    NotFound : there is no such dataset or run.
    """
    if not 1 <= len(items) <= MOST_ITEMS:
        raise ChoiceInvalid(f"One to {MOST_ITEMS:,} items can be asked about, got {len(items):,}.")
    wanted = source if level is None else level
    question = ask(snapshot, query, level=wanted, dataset=dataset, run=run)
    dataset_id = question.scope.dataset_id
    found = snapshot.likeness(Likeness(dataset_id, wanted, source, tuple(items), mean))
    ids, similarity = found["id"].to_numpy(), found["similarity"].to_numpy().astype(np.float32)
    asked = np.array([item for item in items if not isinstance(item, str)] if source is wanted else [], np.int64)
    listed = np.isin(ids, ids_of(question)) & ~np.isin(ids, asked)
    best = top(np.where(listed, similarity, np.float32(np.nan)), count=count)
    embedding = snapshot.embedding(dataset_id, wanted)
    assert embedding is not None, "there is one, or `likeness` would have said so"
    spoken = show(Similar(source.value, tuple(items), mean)) if source is wanted else None
    return LookAlikes(wanted, ids[best.rows], best.similarities, embedding, spoken)
