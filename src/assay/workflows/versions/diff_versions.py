"""What differs between two states of a project: two versions, or a version and now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.model.category import Category
from assay.store.snapshot import Snapshot
from assay.workflows.versions.row_hash import row_hashes
from assay.workflows.versions.state_hash import said

SHAPE = ("kind", "x", "y", "w", "h", "rotation", "segmentation", "keypoints")
"""The columns of a label that say where it lies."""

KINDS = ("added", "deleted", "relabelled", "moved", "altered")
"""What can have become of a label; one may be relabelled and moved. `altered`: attributes, track, crowd, ignore."""

_MARKS = ("id", "deleted", "changed_by", "source_hash")


@dataclass(frozen=True)
class RowDiff:
    """The live rows of one table that differ, full: `before` those deleted or changed, `after` those added or changed.

    Both are in order of id; an id that stands on both sides was changed.
    """

    before: pa.Table
    after: pa.Table

    @cached_property
    def added(self) -> Ids:
        """Ids that only `after` has."""
        return np.setdiff1d(self.after["id"].to_numpy(), self.before["id"].to_numpy(), assume_unique=True)

    @cached_property
    def deleted(self) -> Ids:
        """Ids that only `before` has."""
        return np.setdiff1d(self.before["id"].to_numpy(), self.after["id"].to_numpy(), assume_unique=True)

    @cached_property
    def changed(self) -> Ids:
        """Ids that both sides have, with other values."""
        return np.intersect1d(self.before["id"].to_numpy(), self.after["id"].to_numpy(), assume_unique=True)

    def differing(self, columns: tuple[str, ...]) -> Ids:
        """Those of `changed` that differ in one of these columns."""
        old, new = (_of(rows, self.changed).select(columns) for rows in (self.before, self.after))
        found: Ids = self.changed[row_hashes(old) != row_hashes(new)]
        return found

    def __len__(self) -> int:
        return len(self.added) + len(self.deleted) + len(self.changed)


@dataclass(frozen=True, slots=True)
class ClassDiff:
    """Classes that came and went, and those that have another name: (before, after)."""

    added: tuple[Category, ...]
    deleted: tuple[Category, ...]
    renamed: tuple[tuple[Category, Category], ...]

    def __len__(self) -> int:
        return len(self.added) + len(self.deleted) + len(self.renamed)


@dataclass(frozen=True)
class VersionDiff:
    """What differs in images, labels and classes of one dataset."""

    images: RowDiff
    labels: RowDiff
    classes: ClassDiff

    @cached_property
    def kinds(self) -> Mapping[str, Ids]:
        """Ids of labels by what became of them, see `KINDS`."""
        rest = tuple(name for name in said("annotations") if name not in (*SHAPE, "category_id", "area"))
        return {
            "added": self.labels.added,
            "deleted": self.labels.deleted,
            "relabelled": self.labels.differing(("category_id",)),
            "moved": self.labels.differing(SHAPE),
            "altered": self.labels.differing(rest),
        }

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (len(self.images) or len(self.labels) or len(self.classes))

    def by_class(self) -> dict[int, dict[str, int]]:
        """Class id -> number of labels by kind; a relabelled one counts as `from` one class and `to` another."""
        counts: dict[int, dict[str, int]] = {}

        def count(ids: Ids, rows: pa.Table, kind: str) -> None:
            for class_id, number in _tally(_of(rows, ids)["category_id"]):
                counts.setdefault(class_id, dict.fromkeys(CLASS_KINDS, 0))[kind] += number

        kinds, before, after = self.kinds, self.labels.before, self.labels.after
        count(kinds["added"], after, "added")
        count(kinds["deleted"], before, "deleted")
        count(kinds["relabelled"], before, "from")
        count(kinds["relabelled"], after, "to")
        count(kinds["moved"], after, "moved")
        count(kinds["altered"], after, "altered")
        return counts

    def by_image(self) -> pa.Table:
        """`image_id` and one column of counts for each of `KINDS`, of the images with most differences first.

        An image that came or went is among them, with its labels.
        """
        images = {kind: self._images_of(ids) for kind, ids in self.kinds.items()}
        came_or_went = np.concatenate([self.images.added, self.images.deleted, self.images.changed])
        ids = np.unique(np.concatenate([*images.values(), came_or_went]))
        columns = {kind: _count(ids, found) for kind, found in images.items()}
        total = sum(columns.values(), np.zeros(len(ids), np.int64))
        order = np.lexsort((ids, -total))
        return pa.table({"image_id": ids[order], **{kind: column[order] for kind, column in columns.items()}})

    def _images_of(self, labels: Ids) -> Ids:
        """The image of each of these labels; an image as often as it has some of them."""
        on_either = pa.concat_tables(
            [side.select(["id", "image_id"]) for side in (self.labels.before, self.labels.after)]
        )
        ids, first = np.unique(on_either["id"].to_numpy(), return_index=True)
        images: Ids = on_either["image_id"].to_numpy()[first]
        return images[np.searchsorted(ids, labels)]


CLASS_KINDS = ("added", "deleted", "from", "to", "moved", "altered")


def diff_versions(before: Snapshot, after: Snapshot, *, dataset: str | int | None = None) -> VersionDiff:
    """What differs in a dataset from `before` to `after`, two snapshots of one project.

    The marks that edits and imports leave on rows (`changed_by`, `source_hash`) tell which may differ: only these are
    read, and compared value by value. A table that nobody wrote to since is not looked at.

    Raises
    ------
    NotFound : `after` has no such dataset.
    """
    found = after.dataset(dataset)
    images, labels = (diff_rows(before, after, table, dataset_id=found.id) for table in ("images", "annotations"))
    return VersionDiff(images, labels, _diff_classes(before.categories(found.id), after.categories(found.id)))


def diff_rows(before: Snapshot, after: Snapshot, table: str, *, dataset_id: int | None = None) -> RowDiff:
    """The rows of one table that differ in what is said of them, in one dataset or in all."""
    if before.version_of(table) == after.version_of(table):
        none = before.take(table, [])
        return RowDiff(none, none)
    where = {} if dataset_id is None else {"dataset_id": dataset_id}
    marks = tuple(name for name in _MARKS if name in before.table(table).arrow.names)
    old, new = (snapshot.all_rows(table, columns=marks, where=where) for snapshot in (before, after))
    ids = _suspicious(old, new)
    return keep_differing(RowDiff(before.take(table, ids), after.take(table, ids)), table)


def keep_differing(rows: RowDiff, table: str) -> RowDiff:
    """The rows without those of which both sides say the same."""
    same = np.setdiff1d(rows.changed, rows.differing(said(table)), assume_unique=True)
    return RowDiff(_without(rows.before, same), _without(rows.after, same))


def _suspicious(old: pa.Table, new: pa.Table) -> Ids:
    """Ids whose rows came, went, or have other marks; both tables are in order of id."""
    old_ids, new_ids = old["id"].to_numpy(), new["id"].to_numpy()
    both = np.intersect1d(old_ids, new_ids, assume_unique=True)
    here, there = (row_hashes(_of(side, both)) for side in (old, new))
    return np.sort(np.concatenate([both[here != there], np.setxor1d(old_ids, new_ids, assume_unique=True)]))


def _diff_classes(before: list[Category], after: list[Category]) -> ClassDiff:
    old, new = {one.id: one for one in before}, {one.id: one for one in after}
    return ClassDiff(
        added=tuple(one for one in after if one.id not in old),
        deleted=tuple(one for one in before if one.id not in new),
        renamed=tuple((old[id_], new[id_]) for id_ in old if id_ in new and old[id_].name != new[id_].name),
    )


def _of(rows: pa.Table, ids: Ids) -> pa.Table:
    """The rows with these ids, all of which are there; `rows` are in order of id."""
    return rows.take(pa.array(np.searchsorted(rows["id"].to_numpy(), ids)))


def _without(rows: pa.Table, ids: Ids) -> pa.Table:
    return rows.filter(pc.invert(pc.is_in(rows["id"], value_set=pa.array(ids, pa.int64()))))


def _tally(column: pa.ChunkedArray) -> list[tuple[int, int]]:
    values, counts = np.unique(column.to_numpy(), return_counts=True)
    return list(zip(values.tolist(), counts.tolist(), strict=True))


def _count(ids: Ids, found: Ids) -> NDArray[np.int64]:
    counts: NDArray[np.int64] = np.bincount(np.searchsorted(ids, found), minlength=len(ids)).astype(np.int64)
    return counts
