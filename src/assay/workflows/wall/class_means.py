"""The mean of each class by embedding: what is typical of it, and how far from it everything lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.vectors.neighbours import Vectors
from assay.vectors.varied import varied
from assay.workflows.explore.colours import aligned, classes_of
from assay.workflows.explore.search import TABLE_OF, Question, everything
from assay.workflows.vectors_of import vectors_of

EXEMPLARS = 5
"""Items that show what a class looks like."""

FEWEST = 5
"""Items of a class from which on one of them can be odd."""

_MOST_TYPICAL = 200
_FENCE = 0.75  # half of Tukey's: distances to a mean have short tails; of normal ones, one in 22 would lie beyond
_SIZED = 0.75  # without an embedding: the quantile of size whose items show a class

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ClassMeans:
    """All items of a level of a dataset, held against the mean of their class; (m,) arrays in order of id.

    distance : 1 - cosine to the mean of the item's class, NaN without a vector.
    oddness : 0 up to the median distance of the class, 1 from 0.75 interquartile ranges above its upper quartile on,
        even between; NaN without a vector, and in a class of fewer than `FEWEST`.
    exemplars : class id -> up to `EXEMPLARS` items of its typical quarter: the most typical one, then one by one the
        least alike, so that frames of one video do not fill them.
    """

    ids: Ids
    distance: Values
    oddness: Values
    exemplars: dict[int, tuple[int, ...]]


def class_means(question: Question) -> ClassMeans:
    """The means of all classes of the question's dataset at its level; kept while items and vectors stand.

    Without an embedding nothing is known of distances, and larger items show what a class looks like.
    """
    snapshot, dataset, level = question.snapshot, question.scope.dataset_id, question.level
    embedding = snapshot.embedding(dataset, level)
    version = None if embedding is None else snapshot.vectors_version(embedding)
    tables = ("annotations",) if level is Level.IMAGE else (TABLE_OF[level],)
    return snapshot.derived("class_means", (dataset, level, version), tables, lambda: _means(question, embedding))


def _means(question: Question, embedding: Embedding | None) -> ClassMeans:
    ids, classes, size = _items(question)
    if embedding is None:
        unknown = np.full(len(ids), np.nan)
        return ClassMeans(ids, unknown, unknown, _sized(ids, classes, size))
    vectors = vectors_of(question.snapshot, question.scope.dataset_id, question.level, ids=ids)
    assert vectors is not None  # there is an embedding
    return _against_means(ids, classes, vectors)


def _items(question: Question) -> tuple[Ids, Ids, Values]:
    """Ids, classes and the area of the boxes (1 for images) of all items of the level."""
    snapshot, dataset = question.snapshot, question.scope.dataset_id
    if question.level is Level.IMAGE:
        rows = snapshot.rows("images", columns=("id",), where={"dataset_id": dataset})
        ids = np.asarray(rows["id"].to_numpy(), np.int64)
        return ids, classes_of(everything(snapshot, question.scope, Level.IMAGE), ids), np.ones(len(ids))
    rows = snapshot.rows(
        TABLE_OF[question.level], columns=("id", "category_id", "w", "h"), where={"dataset_id": dataset}
    )
    size = pc.fill_null(pc.multiply(rows["w"], rows["h"]), 1.0)
    ids, classes = (np.asarray(rows[name].to_numpy(), np.int64) for name in ("id", "category_id"))
    return ids, classes, np.asarray(size.to_numpy(), np.float64)


def _against_means(ids: Ids, classes: Ids, vectors: Vectors) -> ClassMeans:
    distance, oddness = np.full(len(ids), np.nan), np.full(len(ids), np.nan)
    exemplars = {}
    for class_id, rows in _by_class(np.where(np.isnan(vectors[:, 0]), -1, classes)):
        own = vectors[rows]
        mean = own.mean(axis=0, dtype=np.float64)
        length = np.linalg.norm(mean)
        if length == 0:  # of opposites: nothing is typical
            continue
        apart = 1 - (own @ (mean / length).astype(np.float32)).astype(np.float64)
        distance[rows] = apart
        oddness[rows] = _oddness(apart)
        typical = rows[np.argsort(apart, kind="stable")[: _typical(len(rows))]]
        exemplars[class_id] = tuple(ids[typical[varied(vectors[typical], count=EXEMPLARS)]].tolist())
    return ClassMeans(ids, distance, oddness, exemplars)


def _typical(count: int) -> int:
    """How many of so many items count as typical."""
    return max(EXEMPLARS, min(count // 4, _MOST_TYPICAL))


def _oddness(apart: Values) -> Values:
    if len(apart) < FEWEST:
        return np.full(len(apart), np.nan)
    low, middle, high = np.percentile(apart, (25, 50, 75))
    fence = high + _FENCE * (high - low)
    odd: Values = np.clip((apart - middle) / max(fence - middle, 1e-9), 0, 1)
    return odd


def _sized(ids: Ids, classes: Ids, size: Values) -> dict[int, tuple[int, ...]]:
    """Of each class items of the same goodly size: neither specks nor boxes drawn by mistake around everything."""
    exemplars = {}
    for class_id, rows in _by_class(classes):
        order = rows[np.argsort(size[rows], kind="stable")]
        first = min(int(_SIZED * len(order)), max(len(order) - EXEMPLARS, 0))
        exemplars[class_id] = tuple(ids[order[first : first + EXEMPLARS]].tolist())
    return exemplars


def _by_class(classes: Ids) -> list[tuple[int, Ids]]:
    """The rows of each class, which rise; rows of none (-1) are left out."""
    if not len(classes):
        return []  # of which `np.split` would make one empty part
    order = np.argsort(classes, kind="stable")
    known, starts = np.unique(classes[order], return_index=True)
    parts = np.split(order, starts)[1:]  # before the first there is nothing
    return [(class_id, rows) for class_id, rows in zip(known.tolist(), parts, strict=True) if class_id >= 0]


def told_of(means: ClassMeans, ids: Ids) -> tuple[Values, Values]:
    """(n,) distance and oddness of some items."""
    at = aligned(ids, means.ids, np.arange(len(means.ids)), missing=len(means.ids))
    distance, oddness = (np.append(values, np.nan)[at] for values in (means.distance, means.oddness))
    return distance, oddness
