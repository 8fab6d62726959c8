"""What a comparison of labels before and after is made of: items to teach from, test items, and their classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.amounts import amount
from assay.arrays import Ids
from assay.errors import ChoiceInvalid
from assay.model.category import Category
from assay.model.level import Level
from assay.model.shape import ShapeKind
from assay.store.snapshot import Snapshot
from assay.vectors.paired_probe import ABSENT
from assay.workflows.explore.search import ask, ids_of
from assay.workflows.reviews.items import Classed
from assay.workflows.versions.past_labels import COLUMNS

Floats = NDArray[np.float64]

FROZEN = 'split = "val" or split = "test"'
"""The images of the test set unless others are asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class FixMaterial:
    """Items of one level, split into those that teach and those that test; no image is on both sides.

    A class is a place in `categories`. taught, taught_images, before, after : (n,) ids, the image of each, and its
    class before and after, `ABSENT` where it was not there. asked, asked_images, truth : (t,) the same of test items,
    with the class that they have today. boxes_before, boxes_after : (n, 4) box of each that teaches, x, y, w, h; NaN
    without one. asked_boxes : (t, 4) today's box of each test item. sees_boxes : whether a moved box is a fix.
    left_out : items that no class of today, or no vector, can be told of.
    """

    level: Level
    categories: tuple[Category, ...]
    taught: Ids
    taught_images: Ids
    before: Ids
    after: Ids
    asked: Ids
    asked_images: Ids
    truth: Ids
    boxes_before: Floats
    boxes_after: Floats
    asked_boxes: Floats
    sees_boxes: bool = False
    left_out: int = 0

    @property
    def is_fixed(self) -> NDArray[np.bool_]:
        """(n,) whether what an item teaches differs."""
        differs: NDArray[np.bool_] = np.not_equal(self.before, self.after)
        if self.sees_boxes:
            differs |= self.is_moved
        return differs

    @property
    def is_moved(self) -> NDArray[np.bool_]:
        """(n,) whether an item that teaches was there before and after, in another box."""
        same = np.isclose(self.boxes_before, self.boxes_after, rtol=0, equal_nan=True).all(axis=1)
        moved: NDArray[np.bool_] = (self.before != ABSENT) & (self.after != ABSENT) & ~same
        return moved

    def among(self, ids: Ids) -> FixMaterial:
        """The same without items that are not among `ids`."""
        teaches, tests = np.isin(self.taught, ids), np.isin(self.asked, ids)
        gone = int((~teaches).sum() + (~tests).sum())
        taught = {name: getattr(self, name)[teaches] for name in _OF_TAUGHT}
        asked = {name: getattr(self, name)[tests] for name in _OF_ASKED}
        return replace(self, left_out=self.left_out + gone, **taught, **asked)


_OF_TAUGHT = ("taught", "taught_images", "before", "after", "boxes_before", "boxes_after")
_OF_ASKED = ("asked", "asked_images", "truth", "asked_boxes")


def fix_material(
    snapshot: Snapshot,
    old: pa.Table,
    *,
    level: Level,
    dataset_id: int,
    new: pa.Table | None = None,
    test: str | None = None,
    sees_boxes: bool = False,
) -> FixMaterial:
    """The items of a dataset, by the labels `old` and `new` (`past_labels`; those of `snapshot` unless given).

    `test` lists test images; what is right of them are the labels of `snapshot`, whatever `new` says. `sees_boxes`: who
    is taught learns boxes too, so that a moved one is a fix.

    Raises
    ------
    QueryError : the query is wrong.
    ChoiceInvalid : there is no test item, or nothing differs in what teaches.
    """
    query = FROZEN if test is None else test
    test_images = ids_of(ask(snapshot, query, dataset=dataset_id))
    categories = tuple(snapshot.categories(dataset_id))
    today = snapshot.rows("annotations", columns=COLUMNS, where={"dataset_id": dataset_id})
    sides = (old, today if new is None else new, today)
    classed = [_classed(rows, level, categories) for rows in sides]
    ids = np.unique(np.concatenate([side.ids for side in classed]))
    (before, after, truth), images = (side.of(ids) for side in classed), _images(ids, level, sides)
    is_test = np.isin(images, test_images)
    is_known = (before != _UNKNOWN) & (after != _UNKNOWN) & (truth != _UNKNOWN)
    teaches = is_known & ~is_test & ((before != ABSENT) | (after != ABSENT))
    tests = is_known & is_test & (truth != ABSENT)
    boxes = [_boxes(ids, level, rows) for rows in sides]
    found = FixMaterial(
        level=level,
        categories=categories,
        taught=ids[teaches],
        taught_images=images[teaches],
        before=before[teaches],
        after=after[teaches],
        asked=ids[tests],
        asked_images=images[tests],
        truth=truth[tests],
        boxes_before=boxes[0][teaches],
        boxes_after=boxes[1][teaches],
        asked_boxes=boxes[2][tests],
        sees_boxes=sees_boxes,
        left_out=int((~is_known).sum()),
    )
    if not len(found.asked):
        raise ChoiceInvalid(
            f"The test set has no labelled item: {query}.", hint="Name verified images by a query, such as a segment."
        )
    if not found.is_fixed.any():
        raise ChoiceInvalid(
            "No class differs in what teaches, so there is nothing to measure.",
            hint=_nothing(found),
        )
    return found


def _nothing(found: FixMaterial) -> str:
    """What may be why nothing differs."""
    moved = 0 if found.sees_boxes else int(found.is_moved.sum())
    if moved:
        return (
            f"{amount(moved, 'moved box', 'moved boxes')}, unseen by the probe: your own training sees it (--command)."
        )
    return "Test images never teach, and a probe sees classes alone; name an earlier state or another test set."


_UNKNOWN = -2  # of a class that is not there any more, or of several


def _classed(rows: pa.Table, level: Level, categories: tuple[Category, ...]) -> Classed:
    """The items that the rows speak of, ascending, and the place of the class of each."""
    known = np.array([one.id for one in categories], np.int64)
    ids, classes = rows["id"].to_numpy(), rows["category_id"].to_numpy().astype(np.int64)
    if level is Level.IMAGE:
        whole = np.asarray(pc.equal(rows["kind"], ShapeKind.WHOLE_IMAGE.value), np.bool_)
        ids, first, counts = np.unique(rows["image_id"].to_numpy()[whole], return_index=True, return_counts=True)
        classes = np.where(counts == 1, classes[whole][first], _UNKNOWN)
    at = np.searchsorted(known, classes).clip(max=max(len(known) - 1, 0))
    return Classed(ids, np.where(known[at] == classes, at, _UNKNOWN) if len(known) else classes)


def _boxes(ids: Ids, level: Level, rows: pa.Table) -> Floats:
    """(n, 4) the boxes that the rows give these labels; NaN where they give none, and for images."""
    boxes = np.full((len(ids), 4), np.nan)
    if level is Level.ANNOTATION:
        known = np.searchsorted(ids, rows["id"].to_numpy())
        for column, name in enumerate(("x", "y", "w", "h")):
            boxes[known, column] = pc.fill_null(rows[name].cast(pa.float64()), np.nan).to_numpy()
    return boxes


def _images(ids: Ids, level: Level, sides: Sequence[pa.Table]) -> Ids:
    if level is Level.IMAGE:
        return ids
    labels, first = np.unique(np.concatenate([rows["id"] for rows in sides]), return_index=True)
    images: Ids = np.concatenate([rows["image_id"] for rows in sides])[first]
    return images[np.searchsorted(labels, ids)]
