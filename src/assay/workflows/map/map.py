"""The map of a dataset: a place for each image, label or prediction, and what it is coloured by (E4, V4.4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.errors import RequestInvalid
from assay.model.level import Level
from assay.vectors.project import Points, principal
from assay.workflows.explore.colours import CLASS, Colours, colours_of
from assay.workflows.explore.number_fields import PLACES, read_values
from assay.workflows.explore.search import Question, ids_of

MAP_METRICS = ("map", "cluster", "uniqueness", "look_alike_order")
"""The metrics that a map and its lists are made of; one search for neighbours serves them all."""

_LATE = "map_late"


class Places(StrEnum):
    """Where the points of a map come from: the stored map, the first two principal components, or nowhere."""

    MAP = "map"
    PCA = "pca"
    NONE = "none"


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """Points of a map in order of id: (n,) ids and (n, 2) places.

    has_map : a map was computed, shown or not. late : how many of the points came after it was made, and were placed
    beside their look-alikes.
    """

    level: Level
    places: Places
    has_map: bool
    ids: Ids
    points: Points
    colours: Colours
    late: int = 0


def map_points(question: Question, *, colour: str = CLASS, places: Places | None = None) -> Map:
    """The points of the question's rows that have a place: of the stored map, else of the principal components.

    `colour` names a field, or `CLASS`. `places` asks for one of the two.

    Raises
    ------
    QueryError : there is no such field.
    RequestInvalid : the level has no embeddings.
    """
    if question.level is Level.ISSUE:
        raise RequestInvalid("Issues have no map.", hint="Ask for images, labels or predictions.")
    has_map = all(question.catalog.field(question.level, name) is not None for name in PLACES)
    shown, ids, points, late = Places.NONE, np.empty(0, np.int64), np.empty((0, 2), np.float32), 0
    if has_map and places is not Places.PCA:
        shown, (ids, points, late) = Places.MAP, _stored(question)
    if not len(ids):
        shown, (ids, points) = Places.PCA, _projected(question)
    if not len(ids):
        shown = Places.NONE
    return Map(question.level, shown, has_map, ids, points, colours_of(question, colour, ids), late)


def _stored(question: Question) -> tuple[Ids, Points, int]:
    """Ids, places, and how many of these are late."""
    told = [_LATE] if question.catalog.field(question.level, _LATE) is not None else []
    rows = read_values(question, ["id", *PLACES, *told])
    rows = rows.filter(pc.and_(pc.is_valid(rows.column(1)), pc.is_valid(rows.column(2))))
    ids = _ids(rows.column(0))
    order = np.argsort(ids, kind="stable")
    places = np.stack([rows.column(at).to_numpy()[order].astype(np.float32) for at in (1, 2)], axis=1)
    late = int(pc.sum(rows.column(3)).as_py() or 0) if told else 0
    return ids[order], places, late


def _projected(question: Question) -> tuple[Ids, Points]:
    """The first two principal components of the default embedding; none where the level has no embedding."""
    snapshot = question.snapshot
    embedding = snapshot.embedding(question.scope.dataset_id, question.level)
    if embedding is None:
        return np.empty(0, np.int64), np.empty((0, 2), np.float32)

    def make() -> tuple[Ids, Points]:
        ids, vectors = snapshot.vectors(embedding)
        return ids, principal(vectors, count=2)

    ids, points = snapshot.derived("map_pca", snapshot.vectors_version(embedding), (), make)
    kept = np.isin(ids, ids_of(question)) & np.isfinite(points).all(axis=1)
    return ids[kept], points[kept]


def _ids(column: pa.ChunkedArray) -> Ids:
    found: Ids = column.to_numpy().astype(np.int64)
    return found
