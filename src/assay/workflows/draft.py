"""A draft of one edit: gathers what is to be changed, then becomes one change in the journal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Boxes
from assay.errors import EditConflict, EditInvalid
from assay.model.change import Change, ChangeKind
from assay.model.issue import IssueKind, IssueState
from assay.model.shape import ShapeKind
from assay.schema.tables import ANNOTATIONS
from assay.store.writer import Writer
from assay.workflows.rematch import rematch

Ids = NDArray[np.int64]

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
        self._decided: dict[int, IssueState] = {}
        self._accepted: list[int] = []

    def relabel(self, ids: Sequence[int], category_ids: Sequence[int]) -> None:
        """Give each label the class at the same place of `category_ids`."""
        at = self._load(ids)
        classes = self._labels.column("category_id").to_numpy().copy()
        classes[at] = category_ids
        self._set_label("category_id", pa.array(classes, pa.int32()))

    def delete(self, ids: Sequence[int]) -> None:
        """Delete labels."""
        at = self._load(ids)
        deleted = self._labels.column("deleted").to_numpy(zero_copy_only=False).copy()
        deleted[at] = True
        self._set_label("deleted", pa.array(deleted))

    def move(self, ids: Sequence[int], boxes: Boxes) -> None:
        """Give each label the box at the same place of `boxes`; polygons are moved and scaled with their box.

        Raises
        ------
        EditInvalid : a box is not finite or has no area, or the label is a mask, which cannot be scaled.
        """
        at = self._load(ids)
        rows = self._labels.to_pylist()
        for index, box in zip(at.tolist(), boxes, strict=True):
            check_box(box)
            rows[index] = _moved(rows[index], [float(value) for value in box])
        self._labels = pa.Table.from_pylist(rows, schema=ANNOTATIONS.arrow)

    def add(self, *, image_id: int, dataset_id: int, category_id: int, box: Sequence[float] | None) -> None:
        """Add a label: a box, or a label of the whole image when `box` is None."""
        row: dict[str, Any] = {"dataset_id": dataset_id, "image_id": image_id, "category_id": category_id}
        if box is None:
            row["kind"] = ShapeKind.WHOLE_IMAGE.value
        else:
            check_box(box)
            x, y, w, h = (float(value) for value in box)
            row |= {"kind": ShapeKind.BOX.value, "x": x, "y": y, "w": w, "h": h, "area": w * h}
        self._add(pa.Table.from_pylist([row | {"is_crowd": False, "ignore": False}], schema=_schema(_COPIED)))

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
            pc.is_in(undecided.column("annotation_id"), value_set=self._labels.column("id")),
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


def check_box(box: Sequence[float] | NDArray[np.float64]) -> None:
    """Raise `EditInvalid` unless `box` is four finite numbers with a positive width and height."""
    if len(box) != 4 or not np.isfinite(box).all() or box[2] <= 0 or box[3] <= 0:
        told = ", ".join(f"{value:g}" for value in box)
        raise EditInvalid(
            f"A box must be four finite numbers x, y, width, height with a positive size, got {told}.",
            hint="Draw it from corner to corner.",
        )


def _moved(row: dict[str, Any], box: list[float]) -> dict[str, Any]:
    x, y, w, h = box
    if row["kind"] == ShapeKind.BOX:
        return row | {"x": x, "y": y, "w": w, "h": h, "area": w * h}
    if row["kind"] != ShapeKind.POLYGON or not row["segmentation"] or not row["w"] or not row["h"]:
        raise EditInvalid(
            f"Label {row['id']} is a {row['kind']}, which cannot be moved by its box.",
            hint="Delete it and draw a new box, or edit it where it was drawn.",
        )
    scale = (w / row["w"], h / row["h"])
    origin, corner = (row["x"], row["y"]), (x, y)
    rings = [
        [corner[i % 2] + (value - origin[i % 2]) * scale[i % 2] for i, value in enumerate(ring)]
        for ring in json.loads(row["segmentation"])
    ]
    area = row["area"] * scale[0] * scale[1] if row["area"] is not None else None
    return row | {"x": x, "y": y, "w": w, "h": h, "area": area, "segmentation": json.dumps(rings)}


def _all_there(ids: Sequence[int], rows: pa.Table, noun: str) -> None:
    if rows.num_rows == len(ids):
        return
    missing = sorted(set(ids) - set(rows.column("id").to_pylist()))
    raise EditConflict(
        f"{noun} {missing[0]} is not there" + (f", nor are {len(missing) - 1} others." if len(missing) > 1 else "."),
        hint="It may have been deleted meanwhile: look at the log. Nothing was changed.",
    )


def _all_deleted(rows: pa.Table) -> pa.Table:
    at = rows.schema.get_field_index("deleted")
    return rows.set_column(at, rows.schema.field("deleted"), pa.array(np.ones(rows.num_rows, np.bool_)))


def _schema(names: Sequence[str]) -> pa.Schema:
    return pa.schema([ANNOTATIONS.arrow.field(name) for name in names])
