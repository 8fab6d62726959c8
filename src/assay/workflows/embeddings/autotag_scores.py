"""Scores of autotags: learnt from the answers, computed of every vector, kept as columns beside the rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.model.autotag import Autotag
from assay.schema.fields import LEVEL_TABLES
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.store.writer import Writer
from assay.vectors.autotag import Spread, learn, scores, spread_of
from assay.vectors.neighbours import Vectors

LEARNER = 1
"""Raised when the same answers would give other scores."""


@dataclass(frozen=True)
class Scored:
    """What an autotag says of the items that have a vector.

    ids : (n,) ascending. vectors : (n, d). scores : (n,) -1 to 1, exactly 1 and -1 where an answer was given; all NaN
    while no item that has a vector was answered with yes. asked : rows with an answer, the latest last.
    """

    autotag: Autotag
    ids: Ids
    vectors: Vectors
    spread: Spread

    @cached_property
    def asked(self) -> Ids:
        """(m,) rows with an answer and a vector, the latest last."""
        return self._answers[0]

    @cached_property
    def scores(self) -> NDArray[np.float64]:
        """(n,) the scores."""
        rows, is_yes = self._answers
        if not is_yes.any():
            return np.full(len(self.ids), np.nan)
        tagger = learn(self.vectors[rows[is_yes]], self.vectors[rows[~is_yes]], self.spread)
        found = scores(self.vectors, tagger)
        found[rows] = np.where(is_yes, 1.0, -1.0)
        return found

    @cached_property
    def _answers(self) -> tuple[Ids, NDArray[np.bool_]]:
        items = np.array([item for item, _ in self.autotag.examples], np.int64)
        is_yes = np.array([yes for _, yes in self.autotag.examples], np.bool_)
        at = np.searchsorted(self.ids, items).clip(max=max(len(self.ids) - 1, 0))
        known = self.ids[at] == items if len(self.ids) else np.zeros(len(items), np.bool_)
        return at[known], is_yes[known]


def scored(snapshot: Snapshot, autotag: Autotag) -> Scored | None:
    """What the autotag says by the default embedding of its level; None where the dataset has none."""
    embedding = snapshot.embedding(autotag.dataset_id, autotag.level)
    if embedding is None:
        return None
    ids, vectors = snapshot.vectors(embedding)
    key = snapshot.vectors_version(embedding)
    spread = snapshot.derived("autotag spread", key, (), lambda: spread_of(vectors))
    return Scored(autotag, ids, vectors, spread)


def rescore(writer: Writer) -> list[Autotag]:
    """Bring the stored scores of all autotags up to date, as far as this writer left them otherwise; those it changed.

    A score leans on the answers and on the vectors that `writer.base` has. Of a deleted autotag the columns go.
    """
    changed = []
    for autotag in writer.autotags():
        basis = _basis(writer.base, autotag)
        if basis != autotag.basis:
            _store(writer, autotag)
            writer.set_autotag_basis(autotag.id, basis)
            changed.append(autotag)
    left = {autotag.id for autotag in writer.autotags()}
    for dataset in writer.base.datasets():
        for gone in writer.base.autotags(dataset.id):
            if gone.id not in left:
                writer.drop_metric_columns(gone.dataset_id, gone.level, [gone.column, gone.given_column])
                writer.set_autotag_basis(gone.id, "")
    return changed


def refresh_autotags(store: Store) -> list[Autotag]:
    """Score anew the autotags whose vectors or answers are others by now, such as those of images just embedded."""
    snapshot = store.snapshot()
    standing = [autotag for dataset in snapshot.datasets() for autotag in snapshot.autotags(dataset.id)]
    if all(_basis(snapshot, autotag) == autotag.basis for autotag in standing):
        return []
    with store.writer() as writer:
        return rescore(writer)


def _basis(snapshot: Snapshot, autotag: Autotag) -> str:
    """A text that changes with all that the scores lean on; empty where there can be none."""
    embedding = snapshot.embedding(autotag.dataset_id, autotag.level)
    if embedding is None or not autotag.yes:
        return ""
    answers = hashlib.sha256(repr(autotag.examples).encode()).hexdigest()
    return f"{LEARNER}:{snapshot.vectors_version(embedding)}:{answers[:16]}"


def _store(writer: Writer, autotag: Autotag) -> None:
    """Write scores and answers of every row of the dataset; NULL where there are none."""
    table = LEVEL_TABLES[autotag.level].name
    rows = writer.base.all_rows(table, columns=["id"], where={"dataset_id": autotag.dataset_id})["id"].to_numpy()
    found = scored(writer.base, autotag)
    values = np.full(len(rows), np.nan)
    if found is not None:
        values[np.isin(rows, found.ids)] = found.scores[np.isin(found.ids, rows)]
    order = np.argsort([item for item, _ in autotag.examples])
    answers = np.array([yes for _, yes in autotag.examples])[order]
    items = np.array([item for item, _ in autotag.examples])[order]
    at = np.searchsorted(items, rows).clip(max=len(items) - 1)
    given = pa.array(answers[at], pa.bool_(), mask=items[at] != rows)
    writer.fill(table, pa.table({"id": rows, autotag.column: pa.array(values), autotag.given_column: given}))
