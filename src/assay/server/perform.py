"""Requests for edits become calls of the workflows that edit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import assert_never

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.errors import EditConflict, NotFound, RequestInvalid
from assay.model.change import Change
from assay.model.drawn_shape import DrawnShape
from assay.model.level import Level
from assay.model.signature import Signature
from assay.server.drawn_shapes import stored_shape
from assay.server.edit_requests import (
    Accept,
    Add,
    BulkEdit,
    Copy,
    Delete,
    DrawingEdit,
    Drawn,
    DrawnBox,
    Edit,
    Interpolate,
    Move,
    Relabel,
    RemoveImage,
    Reshape,
    SetAttributes,
)
from assay.server.replies import ClassRows, EditPreview
from assay.server.replies.changes import AttributeRows
from assay.server.requests import Selection
from assay.server.show.frames import Frames
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.edits import edit_labels
from assay.workflows.edits.draft import AttributeValue
from assay.workflows.explore.search import TABLE_OF, matching_ids
from assay.workflows.videos.interpolate import interpolate

_LEVELS: Mapping[str, Level] = {
    "relabel": Level.ANNOTATION,
    "delete": Level.ANNOTATION,
    "set_attributes": Level.ANNOTATION,
    "accept": Level.PREDICTION,
    "remove_image": Level.IMAGE,
}


_MOST_VALUES = 20


def perform(edit: Edit, store: Store, *, author: str) -> Change:
    """Apply an edit as one change of the journal."""
    by = Signature(author, edit.reason, "web", edit.seen or {})
    if isinstance(edit, Relabel | Delete | SetAttributes | Accept | RemoveImage):
        return _perform_bulk(edit, store, by)
    return _perform_drawing(edit, store, by)


def _perform_bulk(edit: BulkEdit, store: Store, by: Signature) -> Change:
    ids = selected(edit, store).tolist()
    match edit:
        case Relabel():
            return edit_labels.relabel(store, ids, edit.class_id, by=by)
        case Delete():
            return edit_labels.delete(store, ids, by=by)
        case SetAttributes():
            return edit_labels.set_attributes(store, ids, edit.values, by=by)
        case Accept():
            return edit_labels.accept_predictions(store, ids, by=by)
        case RemoveImage():
            return edit_labels.remove_images(store, ids, by=by)
        case _:
            assert_never(edit)


def _perform_drawing(edit: DrawingEdit, store: Store, by: Signature) -> Change:
    snapshot = store.snapshot()
    match edit:
        case Move():
            image_id = _image_of(snapshot, edit.id)
            return edit_labels.move(store, edit.id, _frames(snapshot, image_id).stored_box(edit.box, image_id), by=by)
        case Reshape():
            shape = _stored(snapshot, edit.shape, _image_of(snapshot, edit.id))
            return edit_labels.reshape(store, edit.id, shape, by=by)
        case Copy():
            return edit_labels.copy_labels(store, edit.ids, edit.image_id, by=by)
        case Interpolate():
            return interpolate(store, edit.first, edit.last, by=by)
        case Add():
            drawn = edit.shape if edit.box is None else DrawnBox(kind="box", box=edit.box)
            whole_or_shape = None if drawn is None else _stored(snapshot, drawn, edit.image_id)
            return edit_labels.add(store, edit.image_id, edit.class_id, shape=whole_or_shape, by=by)
        case _:
            assert_never(edit)


def preview(edit: Edit, store: Store) -> EditPreview:
    """What an edit would touch, by the class that the rows have now. Changes nothing."""
    match edit:
        case Add():
            return {"rows": 1, "by_class": [{"class_id": edit.class_id, "count": 1}], "by_value": []}
        case RemoveImage():
            return {"rows": len(selected(edit, store)), "by_class": [], "by_value": []}
        case Move() | Reshape():
            ids = np.array([edit.id])
        case Copy():
            ids = np.array(edit.ids)
        case Interpolate():
            ids = np.array([edit.first])
        case _:
            ids = selected(edit, store)
    table = TABLE_OF[_LEVELS.get(edit.action, Level.ANNOTATION)]
    wanted = ("category_id", "attributes") if isinstance(edit, SetAttributes) else ("category_id",)
    rows = store.snapshot().take(table, ids, columns=wanted)
    counted = pc.value_counts(rows.column("category_id")).flatten()
    by_class: list[ClassRows] = [
        {"class_id": class_id, "count": count}
        for class_id, count in sorted(zip(counted[0].to_pylist(), counted[1].to_pylist(), strict=True))
    ]
    by_value = _values(rows["attributes"], edit.values) if isinstance(edit, SetAttributes) else []
    return {"rows": rows.num_rows, "by_class": by_class, "by_value": by_value}


def _values(attributes: pa.ChunkedArray, values: Mapping[str, AttributeValue | None]) -> list[AttributeRows]:
    """The values that labels have now of the attributes that are set, counted; each text of attributes is read once."""
    texts, counts = pc.value_counts(attributes).flatten()
    had = [
        (json.loads(text) if text else {}, count)
        for text, count in zip(texts.to_pylist(), counts.to_pylist(), strict=True)
    ]
    found: list[AttributeRows] = []
    for name, wanted in values.items():
        counted: Counter[str] = Counter()
        for held, count in had:
            counted[json.dumps(held.get(name))] += count
        found += [
            {"name": name, "value": _scalar(now := json.loads(text)), "count": count, "same": _alike(now, wanted)}
            for text, count in counted.most_common(_MOST_VALUES)
        ]
    return found


def _alike(now: object, wanted: object) -> bool:
    """As numbers 1 and 1.0 are; true is no number."""
    return now == wanted and isinstance(now, bool) == isinstance(wanted, bool)


def _scalar(value: object) -> AttributeValue | None:
    """What is no number, text or truth, such as a list, is told as its JSON text."""
    return value if value is None or isinstance(value, str | int | float | bool) else json.dumps(value)


def selected(edit: BulkEdit, store: Store) -> Ids:
    """The ids of the rows that an edit speaks of.

    Raises
    ------
    RequestInvalid : the selection is of rows that this edit cannot change.
    QueryError, NotFound : as `matching_ids`.
    """
    target: Selection = edit.target
    level = _LEVELS[edit.action]
    if target.level is not level:
        raise RequestInvalid(
            f"{edit.action!r} changes rows of level {level.value!r}, and the selection is of {target.level.value!r}.",
            hint=f"Select at level {level.value!r}.",
        )
    return selected_ids(target, store)


def selected_ids(target: Selection, store: Store) -> Ids:
    """The ids of the selected rows, ascending; raise as `matching_ids` does."""
    if target.ids is not None:
        return np.unique(np.array(target.ids, dtype=np.int64))
    return matching_ids(store, target.query or "", level=target.level, dataset=target.dataset, run=target.run)


def _stored(snapshot: Snapshot, drawn: Drawn, image_id: int) -> DrawnShape:
    """A shape drawn on the displayed image, in the frame that labels live in."""
    return stored_shape(drawn, _frames(snapshot, image_id), image_id)


def _frames(snapshot: Snapshot, image_id: int) -> Frames:
    frames = Frames.read(snapshot, [image_id])
    if not frames.has(image_id):
        raise NotFound(f"There is no image {image_id}.", hint="It may have been removed.")
    return frames


def _image_of(snapshot: Snapshot, label_id: int) -> int:
    rows = snapshot.take("annotations", [label_id], columns=("image_id",))
    if not rows.num_rows:
        raise EditConflict(f"Label {label_id} is not there.", hint="It may have been deleted. Nothing was changed.")
    return int(rows.column("image_id")[0].as_py())
