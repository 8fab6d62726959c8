"""A draft of one edit: gathers what is to be changed, then becomes one change in the journal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.amounts import amount
from assay.arrays import Boxes
from assay.errors import EditConflict, EditInvalid
from assay.model.category import Category
from assay.model.change import Change, ChangeKind
from assay.model.drawn_shape import DrawnShape
from assay.model.issue import IssueKind, IssueState
from assay.model.shape import ShapeKind
from assay.schema.tables import ANNOTATIONS
from assay.store.writer import Writer
from assay.workflows.edits.reshape import check_skeleton, columns_of, moved
from assay.workflows.runs.rematch import rematch

Ids = NDArray[np.int64]

AttributeValue: TypeAlias = str | int | float | bool
"""The value of an attribute of a label."""

_COPIED = tuple(
    name
    for name in ANNOTATIONS.arrow.names
    if name not in ("id", "reference_id", "source_hash", "deleted", "changed_by")
)


class Draft:
    """One edit in the making, over any number of labels, images and issues.

    Each verb loads the rows it needs once and changes them in memory; `commit` writes all of them as one
    change, closes the issues that spoke of them, and matches the touched images anew.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._labels = ANNOTATIONS.arrow.empty_table()
        self._added: list[pa.Table] = []
        self._images: pa.Table | None = None
        self._predictions: pa.Table | None = None
        self._mended: set[int] = set()
        self._decided: dict[int, IssueState] = {}
        self._accepted: list[int] = []

    def labels(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        """Labels as they stand, in the order of `ids`, to be looked at; raise `EditConflict` when one is not there."""
        rows = self._writer.base.take("annotations", np.unique(np.asarray(ids, dtype=np.int64)))
        _all_there(sorted(set(ids)), rows, "Label")
        by_id = {row["id"]: row for row in rows.to_pylist()}
        return [by_id[id] for id in ids]

    def relabel(self, ids: Sequence[int], category_ids: Sequence[int]) -> None:
        """Give each label the class at the same place of `category_ids`."""
        at = self._mend(ids)
        classes = self._labels.column("category_id").to_numpy().copy()
        classes[at] = category_ids
        self._set_label("category_id", pa.array(classes, pa.int32()))

    def delete(self, ids: Sequence[int]) -> None:
        """Delete labels."""
        at = self._mend(ids)
        deleted = self._labels.column("deleted").to_numpy(zero_copy_only=False).copy()
        deleted[at] = True
        self._set_label("deleted", pa.array(deleted))

    def move(self, ids: Sequence[int], boxes: Boxes) -> None:
        """Give each label the box at the same place of `boxes`; whatever shape it has is moved and scaled with it.

        Raises
        ------
        EditInvalid : a box is not finite or has no area, or the label is one of a whole image.
        """
        self._mend(ids)
        rows = self._rows(ids)
        self._put([row | moved(row, box.tolist()) for row, box in zip(rows, boxes, strict=True)])

    def reshape(self, id: int, shape: DrawnShape) -> None:
        """Give a label another shape, of the same kind or of another; raise `EditInvalid` as `columns_of` does."""
        self._mend([id])
        [row] = self._rows([id])
        drawn = columns_of(shape)
        if not row["keypoints"]:
            check_skeleton(shape, self._category(row["dataset_id"], row["category_id"]))
        elif drawn["keypoints"] and len(row["keypoints"]) != len(drawn["keypoints"]):
            raise EditInvalid(
                f"Label {id} has {amount(len(row['keypoints']) // 3, 'keypoint')}, got {len(drawn['keypoints']) // 3}.",
                hint="Set those that are not there to visibility 0.",
            )
        self._put([row | drawn])

    def set_attributes(self, ids: Sequence[int], values: Mapping[str, AttributeValue | None]) -> None:
        """Set attributes of labels by name; None takes one away. Others stay as they are."""
        rows = self._rows(ids)
        for row in rows:
            standing = json.loads(row["attributes"] or "{}") | values
            kept = {name: value for name, value in standing.items() if name not in values or value is not None}
            row["attributes"] = json.dumps(kept) if kept else None
        self._put(rows)

    def add(self, *, image_id: int, dataset_id: int, category_id: int, shape: DrawnShape | None) -> None:
        """Add a label of that shape, of the whole image when it is None.

        Raises
        ------
        EditInvalid : as `columns_of` does, or keypoints are not as many as their class has.
        """
        if shape is not None:
            check_skeleton(shape, self._category(dataset_id, category_id))
        row = {"dataset_id": dataset_id, "image_id": image_id, "category_id": category_id}
        row |= columns_of(shape or DrawnShape(ShapeKind.WHOLE_IMAGE))
        self._add(pa.Table.from_pylist([row | {"is_crowd": False, "ignore": False}], schema=_schema(_COPIED)))

    def copy(self, labels: Iterable[Mapping[str, Any]]) -> None:
        """Add labels like these rows of ANNOTATIONS, wherever they say that they lie."""
        self._add(
            pa.Table.from_pylist([{name: row[name] for name in _COPIED} for row in labels], schema=_schema(_COPIED))
        )

    def accept(self, prediction_ids: Sequence[int], category_ids: Sequence[int] | None = None) -> None:
        """Add a label for each prediction, of the predicted class or of the one at the same place of `category_ids`."""
        rows = self._writer.base.take("predictions", np.asarray(prediction_ids, dtype=np.int64))
        _all_there(prediction_ids, rows, "Prediction")
        labels = rows.select(_COPIED)
        if category_ids is not None:
            at = labels.schema.get_field_index("category_id")
            labels = labels.set_column(at, "category_id", pa.array(category_ids, pa.int32()))
        self._add(labels)
        self._accepted.extend(prediction_ids)

    def set_predictions(self, rows: pa.Table) -> None:
        """Write these rows of PREDICTIONS in place of those that stand under their ids."""
        self._predictions = rows

    def remove_images(self, ids: Sequence[int]) -> None:
        """Take images out of the dataset, with their labels and predictions. No file is touched."""
        images = self._writer.base.take("images", np.asarray(ids, dtype=np.int64))
        _all_there(ids, images, "Image")
        self._images = _all_deleted(images)
        where = {"image_id": [int(i) for i in ids]}
        self.delete(self._writer.base.rows("annotations", columns=("id",), where=where).column("id").to_pylist())
        self._predictions = _all_deleted(self._writer.base.rows("predictions", where=where))

    def decide(self, issue_ids: Sequence[int], state: IssueState) -> None:
        """Set the state of issues."""
        self._decided.update(dict.fromkeys((int(i) for i in issue_ids), state))

    def check_seen(self, seen: Mapping[int, int]) -> None:
        """Refuse the draft where another entry than the one in `seen` (0: none) last changed one of its labels.

        Raises
        ------
        EditConflict : who changed it meanwhile, when and how.
        """
        for id_, changed_by in zip(*(self._labels[name].to_pylist() for name in ("id", "changed_by")), strict=True):
            if seen.get(id_, changed_by or 0) == (changed_by or 0):
                continue
            told = f"Label {id_} was changed meanwhile"
            if changed_by is not None:
                (entry, *_) = self._writer.base.entries_about([changed_by])
                told += f" by {entry.author or 'someone'} at {entry.at:%H:%M} UTC: {entry.title}"
            raise EditConflict(f"{told}.", hint="Look at it again: keep what stands, or repeat the edit over it.")

    def commit(self, kind: ChangeKind, title: str, *, author: str, reason: str, source: str) -> Change:
        """Write the draft as one change.

        Raises
        ------
        EditInvalid : the draft changes nothing.
        """
        labels = pa.concat_tables([self._labels, *self._added])
        tables = {
            "annotations": labels,
            "images": self._images,
            "predictions": self._predictions,
            "issues": self._issues(),
        }
        filled = {name: rows for name, rows in tables.items() if rows is not None and rows.num_rows}
        if not filled:
            raise EditInvalid("There is nothing to change.", hint="Choose at least one label, image or suspect.")
        change = self._writer.edit(filled, kind=kind, title=title, author=author, reason=reason, source=source)
        rematch(self._writer, touched_images(filled))
        return change

    def _load(self, ids: Sequence[int]) -> Ids:
        """Load labels not loaded yet; where each of `ids` stands among the loaded ones."""
        wanted = np.asarray(ids, dtype=np.int64)
        known = self._labels.column("id").to_numpy()
        fresh = np.unique(wanted[~np.isin(wanted, known)])
        rows = self._writer.base.take("annotations", fresh)
        _all_there(fresh.tolist(), rows, "Label")
        self._labels = pa.concat_tables([self._labels, rows.select(ANNOTATIONS.arrow.names).cast(ANNOTATIONS.arrow)])
        known = self._labels.column("id").to_numpy()
        order = np.argsort(known)
        return order[np.searchsorted(known, wanted, sorter=order)]

    def _mend(self, ids: Sequence[int]) -> Ids:
        """Load labels whose class or place changes, which answers what is suspected of them; where each stands."""
        self._mended.update(ids)
        return self._load(ids)

    def _rows(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        """Labels as they stand in this draft, in the order of `ids`."""
        at = self._load(ids)
        rows: list[dict[str, Any]] = self._labels.take(pa.array(at)).to_pylist()
        return rows

    def _put(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows in place of those that were loaded under their ids."""
        changed = pa.Table.from_pylist([*rows], schema=ANNOTATIONS.arrow)
        standing = pc.invert(pc.is_in(self._labels.column("id"), value_set=changed.column("id")))
        self._labels = pa.concat_tables([self._labels.filter(standing), changed])

    def _category(self, dataset_id: int, id: int) -> Category:
        return next(category for category in self._writer.base.categories(dataset_id) if category.id == id)

    def _set_label(self, name: str, values: pa.Array) -> None:
        at = self._labels.schema.get_field_index(name)
        self._labels = self._labels.set_column(at, ANNOTATIONS.arrow.field(name), values)

    def _add(self, rows: pa.Table) -> None:
        count = rows.num_rows
        first = self._writer.reserve_ids("annotations", count)
        for name, values in (
            ("id", pa.array(first + np.arange(count))),
            ("reference_id", pa.nulls(count, pa.string())),
            ("source_hash", pa.nulls(count, pa.int64())),
            ("deleted", pa.array(np.zeros(count, np.bool_))),
            ("changed_by", pa.nulls(count, pa.int64())),
        ):
            rows = rows.append_column(name, values)
        self._added.append(rows.select(ANNOTATIONS.arrow.names).cast(ANNOTATIONS.arrow))

    def _issues(self) -> pa.Table | None:
        """The issues this draft decides, and those it makes stale because it changes what they speak of."""
        base, decided = self._writer.base, sorted(self._decided)
        columns = ("id", "image_id", "annotation_id", "prediction_id")
        undecided = base.rows("issues", columns=columns, where={"state": IssueState.OPEN.value})
        undecided = undecided.filter(
            pc.invert(pc.is_in(undecided.column("id"), value_set=pa.array(decided, pa.int64())))
        )
        touched = pc.or_(
            pc.is_in(undecided.column("annotation_id"), value_set=pa.array(sorted(self._mended), pa.int64())),
            pc.is_in(undecided.column("prediction_id"), value_set=pa.array(self._accepted, pa.int64())),
        )
        if self._images is not None:
            touched = pc.or_(touched, pc.is_in(undecided.column("image_id"), value_set=self._images.column("id")))
        others = undecided.filter(touched).column("id").to_numpy()
        rows = base.take("issues", np.append(np.array(decided, dtype=np.int64), others))
        _all_there(decided, rows.slice(0, max(rows.num_rows - len(others), 0)), "Suspect")
        states = [
            self._decided.get(row["id"], self._state_of(row)).value
            for row in rows.select(["id", "kind", "prediction_id"]).to_pylist()
        ]
        at = rows.schema.get_field_index("state")
        return rows.set_column(at, rows.schema.field("state"), pa.array(states, pa.string()))

    def _state_of(self, issue: Mapping[str, Any]) -> IssueState:
        accepted = issue["kind"] == IssueKind.MISSING_OBJECT and issue["prediction_id"] in self._accepted
        return IssueState.FIXED if accepted else IssueState.STALE


def touched_images(tables: Mapping[str, pa.Table]) -> Ids:
    """The images whose labels or predictions stand in these rows."""
    holders = {"images": "id", "annotations": "image_id", "predictions": "image_id"}
    columns = [rows.column(holders[name]) for name, rows in tables.items() if name in holders]
    return np.unique(np.concatenate([column.to_numpy() for column in columns])) if columns else np.empty(0, np.int64)


def _all_there(ids: Sequence[int], rows: pa.Table, noun: str) -> None:
    if rows.num_rows == len(ids):
        return
    missing = sorted(set(ids) - set(rows.column("id").to_pylist()))
    raise EditConflict(
        f"{noun} {missing[0]} is not there"
        + (f", nor {amount(len(missing) - 1, 'other')}." if len(missing) > 1 else "."),
        hint="It may have been deleted meanwhile: look at the log. Nothing was changed.",
    )


def _all_deleted(rows: pa.Table) -> pa.Table:
    at = rows.schema.get_field_index("deleted")
    return rows.set_column(at, rows.schema.field("deleted"), pa.array(np.ones(rows.num_rows, np.bool_)))


def _schema(names: Sequence[str]) -> pa.Schema:
    return pa.schema([ANNOTATIONS.arrow.field(name) for name in names])
