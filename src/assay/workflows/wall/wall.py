"""A wall: all rows of a query in groups, each in an order, with what makes the odd one out jump out (H1, V3.1)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import RequestInvalid
from assay.model.level import Level
from assay.workflows.explore.search import TABLE_OF, Question
from assay.workflows.wall.class_means import class_means, told_of
from assay.workflows.wall.orders import FIRST, Ordering, ordering
from assay.workflows.wall.rows import NOBODY, WallRows, wall_rows

ODD = 0.99
"""An item of this oddness or more stands at the fence of its class or beyond: it is an odd one out."""


class WallGroup(StrEnum):
    """What stands together: one class, or one pair of the label's class and the predicted one."""

    CLASS = "class"
    PAIR = "pair"


@dataclass(frozen=True, slots=True)
class Group:
    """`count` items from the place `first` on.

    class_id, predicted_class_id : None where a group has no such class: background, missed, or no grouping by it.
    exemplars : items that show what its class looks like, the most typical first; they need not stand on the wall.
    """

    class_id: int | None
    predicted_class_id: int | None
    first: int
    count: int
    exemplars: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Wall:
    """The items of a wall, group by group; all arrays are (n,), parallel.

    predicted : the predicted class of each, -1 for none. oddness : 0 to 1, see `ClassMeans`; 0 where it is not known.
    values : what they are ordered by. pictures : a text that changes when a box or an image's file may have.
    exemplars : class id -> items that show it, of all classes that occur.
    """

    level: Level
    group: WallGroup | None
    groups: tuple[Group, ...]
    order: Ordering
    ids: Ids
    images: Ids
    predicted: Ids
    oddness: NDArray[np.float64]
    values: NDArray[np.float64]
    pictures: str
    exemplars: dict[int, tuple[int, ...]]


def open_wall(
    question: Question, *, group: WallGroup | None, order: str = FIRST, descending: bool | None = None
) -> Wall:
    """All rows that the question lists, as a wall.

    Classes stand in their own order, pairs with those first in which the two differ, the most frequent first. Within a
    group rows stand by `order`, a `WallOrder` or a field; ties by id, and rows without a value last.

    Raises
    ------
    RequestInvalid : suspects have no crops of their own.
    QueryError : there is no such field.
    """
    if question.level is Level.ISSUE:
        raise RequestInvalid("Suspects have no wall.", hint="Ask for the labels that have suspects: `issue != null`.")
    rows = wall_rows(question)
    keys, at = _groups(rows, group)
    by = ordering(question, rows, at, order=order, descending=descending)
    values = -by.values if by.descending else by.values
    place = np.lexsort((rows.ids, values, at))  # NaN sorts last
    counts = np.bincount(at, minlength=len(keys))
    means = class_means(question)
    _, oddness = told_of(means, rows.ids)
    return Wall(
        level=question.level,
        group=group,
        groups=tuple(
            Group(_known(label), _known(predicted), first, count, means.exemplars.get(_shown(label, predicted), ()))
            for (label, predicted), first, count in zip(
                keys.tolist(), (np.cumsum(counts) - counts).tolist(), counts.tolist(), strict=True
            )
        ),
        order=by,
        ids=rows.ids[place],
        images=rows.images[place],
        predicted=rows.predicted[place],
        oddness=np.nan_to_num(oddness[place]),
        values=by.values[place],
        pictures=_pictures(question, rows),
        exemplars={id: means.exemplars.get(id, ()) for id in _occurring(rows)},
    )


def _groups(rows: WallRows, group: WallGroup | None) -> tuple[Ids, Ids]:
    """(g, 2) the label's class and the predicted one of each group, in the order of the wall; (n,) each row's group."""
    if group is WallGroup.PAIR:
        pairs, at, counts = np.unique(
            np.stack([rows.label, rows.predicted], axis=1), axis=0, return_inverse=True, return_counts=True
        )
        agree = pairs[:, 0] == pairs[:, 1]
        order = np.lexsort((pairs[:, 1], pairs[:, 0], -counts, agree))
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        return pairs[order], place[at.ravel()]
    if group is WallGroup.CLASS:
        classes, at = np.unique(np.where(rows.own < 0, _LAST, rows.own), return_inverse=True)
        own = np.where(classes == _LAST, NOBODY, classes)
        return np.stack([own, np.full(len(own), NOBODY)], axis=1), at.ravel()
    return np.full((min(len(rows.ids), 1), 2), NOBODY), np.zeros(len(rows.ids), np.int64)


_LAST = np.iinfo(np.int64).max  # rows without a class come behind all classes


def _known(class_id: int) -> int | None:
    return None if class_id == NOBODY else class_id


def _shown(label: int, predicted: int) -> int:
    """The class whose exemplars a group shows."""
    return predicted if label == NOBODY else label


def _occurring(rows: WallRows) -> list[int]:
    found = np.union1d(rows.label, rows.predicted)
    return found[found >= 0].tolist()  # type: ignore[no-any-return]


def _pictures(question: Question, rows: WallRows) -> str:
    """A digest of where the rows lie and which images there are; a change of class leaves it."""
    snapshot = question.snapshot

    def make() -> str:
        digest = hashlib.blake2b(rows.ids.tobytes(), digest_size=8)
        images = snapshot.take("images", np.unique(rows.images), columns=_FILES)
        tables = [images]
        if question.level is not Level.IMAGE:
            tables.append(snapshot.take(TABLE_OF[question.level], rows.ids, columns=("x", "y", "w", "h")))
        for table in tables:
            for column in table.columns:
                for buffer in filter(None, column.combine_chunks().buffers()):
                    digest.update(buffer)
        return digest.hexdigest()

    key = (snapshot.key, question.scope, question.level, question.canonical)
    return snapshot.derived("wall_pictures", key, (), make)


_FILES = ("id", "root_id", "path", "width", "height", "orientation", "file_size")
