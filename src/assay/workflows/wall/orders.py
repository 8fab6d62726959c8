"""What a wall is ordered by: look-alikes, distance to the class mean, loss, label quality, suspicion, or any field."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.query.values import value_of
from assay.store.snapshot import Snapshot
from assay.vectors.line import exact_lines, is_exact, line_points, quick_lines
from assay.workflows.explore.colours import aligned
from assay.workflows.explore.number_fields import declared_by, read_values
from assay.workflows.explore.search import Question
from assay.workflows.wall.class_means import class_means, told_of
from assay.workflows.wall.losses import losses_of
from assay.workflows.wall.rows import NOBODY, WallRows

Values = NDArray[np.float64]


class WallOrder(StrEnum):
    """The orders of a wall that are no field.

    NATURAL        by id.
    DOUBTFUL       by label quality in quarters, the worst first; within each quarter look-alikes side by side.
    LOOK_ALIKE     a line in which look-alikes are next to each other (S8).
    MEAN_DISTANCE  how far from the mean of its class, by embedding.
    LOSS           what it costs the model, by what the labels say, as `evaluation.loss`.
    LABEL_QUALITY  the chance that its label is right, of what was measured the first of `QUALITIES`.
    SUSPECT        score of its worst open suspect: 0 worst, 1 clean.
    """

    NATURAL = "natural"
    DOUBTFUL = "doubtful"
    LOOK_ALIKE = "look_alike"
    MEAN_DISTANCE = "mean_distance"
    LOSS = "loss"
    LABEL_QUALITY = "label_quality"
    SUSPECT = "suspect"


class Remedy(StrEnum):
    """What would give the order that was asked for: embed, compare a run with the labels, measure, look for errors."""

    EMBED = "embed"
    EVALUATE = "evaluate"
    MEASURE = "measure"
    FIND = "find"


QUALITIES = {
    Level.ANNOTATION: ("mislabel_score", "class_confidence", "swapped_score"),
    Level.PREDICTION: ("iou_same_class",),
    Level.IMAGE: ("object_label_quality", "pixel_label_quality"),
}
"""The fields that tell label quality, the best first."""

FIRST = WallOrder.DOUBTFUL
"""The order of a wall that nobody asked another of: it meets errors early, and those that look alike together."""

_LINE = "look_alike_order"
_KEPT = 8  # orders
_MOST_KNOWN = 0.9  # share of the rows whose place in the measured line must be known, for it to be used


@dataclass(frozen=True, slots=True, eq=False)
class Ordering:
    """What the rows of a wall are ordered by within their groups.

    asked, used : an order or a field; they differ where `reason` says why, and `remedy` what would help.
    field : the field whose values these are; empty where they are those of no field.
    values : (n,) rows without one, NaN, come last. descending : highest first.
    """

    asked: str
    used: str
    values: Values
    field: str = ""
    descending: bool = False
    reason: str = ""
    remedy: Remedy | None = None


def ordering(question: Question, rows: WallRows, groups: Ids, *, order: str, descending: bool | None) -> Ordering:
    """What `order` comes to here; without what it needs the next best, and why. Kept while nothing is published.

    groups : (n,) the group of each row, within which look-alikes are lined up.
    descending : None for the worst first.

    Raises
    ------
    QueryError : it is neither an order nor a field with one value per row.
    """
    snapshot = question.snapshot
    key = (snapshot.key, question.scope, question.level, question.canonical, order, _digest(groups))
    found = snapshot.derived("wall_order", key, (), lambda: _found(question, rows, groups, order), most=_KEPT)
    return found if descending is None else replace(found, descending=descending)


def _found(question: Question, rows: WallRows, groups: Ids, order: str) -> Ordering:
    if order not in _BY_ORDER:
        return _by_field(question, rows, order)
    return replace(_BY_ORDER[WallOrder(order)](question, rows, groups), asked=order)


def _natural(_: Question, rows: WallRows, __: Ids) -> Ordering:
    return Ordering(WallOrder.NATURAL, WallOrder.NATURAL, rows.ids.astype(np.float64), field="id")


def _doubtful(question: Question, rows: WallRows, groups: Ids) -> Ordering:
    alike, quality = _look_alike(question, rows, groups), _label_quality(question, rows, groups)
    if quality.used == WallOrder.NATURAL or np.isnan(quality.values).all():
        return alike
    if alike.remedy is not None:
        return replace(quality, reason=alike.reason, remedy=alike.remedy)
    worst_first = -quality.values if quality.descending else quality.values
    return Ordering(WallOrder.DOUBTFUL, WallOrder.DOUBTFUL, _in_quarters(worst_first, alike.values, groups))


def _in_quarters(worst_first: Values, line: Values, groups: Ids) -> Values:
    """(n,) places: of each group the quarter that comes first by one order, then the next; within it by `line`."""
    counts = np.bincount(groups)
    place = np.lexsort((worst_first, groups))
    rank = np.empty(len(groups), np.int64)
    rank[place] = np.arange(len(groups)) - (np.cumsum(counts) - counts)[groups[place]]
    values = np.empty(len(groups))
    values[np.lexsort((line, rank * 4 // counts[groups], groups))] = np.arange(len(groups))
    return values


def _look_alike(question: Question, rows: WallRows, groups: Ids) -> Ordering:
    """A line for each group; where groups are large, their parts of the line that was measured over all rows."""
    snapshot = question.snapshot
    embedding = snapshot.embedding(question.scope.dataset_id, question.level)
    if (embedding is None or not is_exact(groups)) and question.catalog.field(question.level, _LINE) is not None:
        measured = _by_field(question, rows, _LINE)
        if np.isfinite(measured.values).mean() > _MOST_KNOWN:
            return replace(measured, used=WallOrder.LOOK_ALIKE, descending=False)
    if embedding is None:
        return _without_embedding(question, rows)
    key = (snapshot.vectors_version(embedding), _digest(rows.ids), _digest(groups))
    line = snapshot.derived("wall_lines", key, (), lambda: _lines(snapshot, embedding, rows, groups))
    return Ordering(WallOrder.LOOK_ALIKE, WallOrder.LOOK_ALIKE, line)


def _lines(snapshot: Snapshot, embedding: Embedding, rows: WallRows, groups: Ids) -> Values:
    """(n,) the place of each row in the line of its group, NaN without a vector."""
    known, vectors = snapshot.vectors(embedding)
    at = aligned(rows.ids, known, np.arange(len(known)), missing=NOBODY)
    line, seen = np.full(len(at), np.nan), np.flatnonzero(at >= 0)
    if is_exact(groups):
        line[seen] = exact_lines(vectors[at[seen]], groups[seen])
        return line
    version = snapshot.vectors_version(embedding)
    points = snapshot.derived("line_points", version, (), lambda: line_points(vectors))
    line[seen] = quick_lines(points[at[seen]], groups[seen])
    return line


def _without_embedding(question: Question, rows: WallRows) -> Ordering:
    """Objects of a size side by side are the next best; images stand as they are."""
    reason = "Nothing is embedded, so nobody knows what looks alike."
    if question.level is Level.IMAGE:
        return replace(_natural(question, rows, rows.ids), reason=reason, remedy=Remedy.EMBED)
    return replace(_by_field(question, rows, "area"), descending=True, reason=reason, remedy=Remedy.EMBED)


def _mean_distance(question: Question, rows: WallRows, groups: Ids) -> Ordering:
    distance, _ = told_of(class_means(question), rows.ids)
    if np.isnan(distance).all():
        reason = "Nothing is embedded, so nobody knows what is typical of a class."
        return replace(_natural(question, rows, groups), reason=reason, remedy=Remedy.EMBED)
    return Ordering(WallOrder.MEAN_DISTANCE, WallOrder.MEAN_DISTANCE, distance, descending=True)


def _loss(question: Question, rows: WallRows, groups: Ids) -> Ordering:
    losses = losses_of(question, rows)
    if losses is None:
        reason = "No run was compared with the labels."
        return replace(_natural(question, rows, groups), reason=reason, remedy=Remedy.EVALUATE)
    return Ordering(WallOrder.LOSS, WallOrder.LOSS, losses, descending=True)


def _label_quality(question: Question, rows: WallRows, groups: Ids) -> Ordering:
    known = [name for name in QUALITIES[question.level] if question.catalog.field(question.level, name) is not None]
    if known:
        return replace(_by_field(question, rows, known[0]), used=WallOrder.LABEL_QUALITY)
    reason = "The quality of labels was not measured."
    instead = _mean_distance(question, rows, groups)
    return replace(instead, reason=reason, remedy=Remedy.MEASURE)


def _suspect(question: Question, rows: WallRows, groups: Ids) -> Ordering:
    found = _by_field(question, rows, "issue_score")
    if np.isnan(found.values).all():
        reason = "None of these has an open suspect."
        return replace(_natural(question, rows, groups), reason=reason, remedy=Remedy.FIND)
    return replace(found, used=WallOrder.SUSPECT)


def _by_field(question: Question, rows: WallRows, name: str) -> Ordering:
    """The rows by a field or an expression: numbers as they are, words and classes by their alphabet."""
    value_of(name, question.catalog, question.level)  # refuses what is no field, with a hint
    told = read_values(question, ["id", name])
    ids, values = np.asarray(told.column(0).to_numpy(), np.int64), _numbers(told.column(1))
    at = aligned(rows.ids, ids, np.arange(len(ids)), missing=len(ids))
    declared = declared_by(question.level, name)
    is_high_bad = declared is not None and declared[1].bad is BadEnd.HIGH
    return Ordering(name, name, np.append(values, np.nan)[at], field=name, descending=is_high_bad)


def _numbers(column: pa.ChunkedArray) -> Values:
    """(n,) numbers that order the rows as the values do; NaN where there is none."""
    values = column.combine_chunks()
    if not (pa.types.is_integer(values.type) or pa.types.is_floating(values.type) or pa.types.is_boolean(values.type)):
        values = values.cast(pa.string()).dictionary_encode()
        ranks = pc.rank(values.dictionary).cast(pa.float64())
        values = ranks.take(values.indices)
    return np.asarray(pc.fill_null(values.cast(pa.float64(), safe=False), np.nan).to_numpy(zero_copy_only=False))


def _digest(values: Ids) -> bytes:
    return hashlib.blake2b(np.ascontiguousarray(values).data, digest_size=16).digest()


_BY_ORDER: dict[str, Callable[[Question, WallRows, Ids], Ordering]] = {
    WallOrder.NATURAL: _natural,
    WallOrder.DOUBTFUL: _doubtful,
    WallOrder.LOOK_ALIKE: _look_alike,
    WallOrder.MEAN_DISTANCE: _mean_distance,
    WallOrder.LOSS: _loss,
    WallOrder.LABEL_QUALITY: _label_quality,
    WallOrder.SUSPECT: _suspect,
}
