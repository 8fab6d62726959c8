"""The items of a review: which there are now, and of which class each is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assay.arrays import Ids
from assay.model.level import Level
from assay.model.review import Review, ReviewQuestion
from assay.model.shape import ShapeKind
from assay.store.filters import Where
from assay.store.snapshot import Snapshot
from assay.workflows.explore.search import TABLE_OF, ask, ids_of


@dataclass(frozen=True, slots=True, eq=False)
class Classed:
    """n items ascending by id, and the class of each, -1 without one."""

    ids: Ids
    classes: Ids

    def of(self, ids: Ids) -> Ids:
        """(m,) the class of each of `ids`; -1 of those that are not among the items."""
        if not len(self.ids):
            return np.full(len(ids), -1, np.int64)
        at = np.searchsorted(self.ids, ids).clip(max=len(self.ids) - 1)
        return np.where(self.ids[at] == ids, self.classes[at], -1)


def items_of(snapshot: Snapshot, review: Review) -> Classed:
    """What the question of a review lists now; kept while nothing is published.

    Raises
    ------
    QueryError, NotFound : what the question speaks of is not there any more.
    """
    return snapshot.derived("review items", (snapshot.key, review.question), (), lambda: _listed(snapshot, review))


def classes_now(snapshot: Snapshot, level: Level, ids: Ids) -> Classed:
    """Those of `ids` that are there, with the class of each; of an image, that of its one label of the whole image."""
    if level is not Level.IMAGE:
        rows = snapshot.take(TABLE_OF[level], ids, columns=("id", "category_id"))
        return _ascending(rows["id"], rows["category_id"])
    found = np.sort(snapshot.take("images", ids, columns=("id",))["id"].to_numpy())
    labels = whole_image_labels(snapshot, ids)
    images, first, counts = np.unique(labels["image_id"].to_numpy(), return_index=True, return_counts=True)
    single = first[counts == 1]
    classes = Classed(images[counts == 1], labels["category_id"].to_numpy()[single].astype(np.int64))
    return Classed(found, classes.of(found))


def whole_image_labels(snapshot: Snapshot, image_ids: Ids) -> pa.Table:
    """`id`, `image_id` and `category_id` of the labels of these whole images."""
    where: Where = {"image_id": image_ids, "kind": ShapeKind.WHOLE_IMAGE.value}
    return snapshot.rows("annotations", columns=("id", "image_id", "category_id"), where=where)


def _listed(snapshot: Snapshot, review: Review) -> Classed:
    asked: ReviewQuestion = review.question
    question = ask(snapshot, asked.query, level=asked.level, dataset=asked.dataset_id, run=asked.run_id)
    ids = ids_of(question)
    classed = classes_now(snapshot, asked.level, ids)
    return Classed(ids, classed.of(ids))


def _ascending(ids: pa.ChunkedArray, classes: pa.ChunkedArray) -> Classed:
    order = np.argsort(ids.to_numpy())
    return Classed(ids.to_numpy()[order], classes.to_numpy()[order].astype(np.int64))
