"""Requests for edits become calls of the workflows that edit."""

from __future__ import annotations

from typing import Literal, assert_never

import numpy as np
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.errors import NotFound, RequestInvalid
from assay.model.change import Change
from assay.model.level import Level
from assay.server.replies import ClassRows, EditPreview
from assay.server.requests import Accept, Add, Box, Delete, Edit, Move, Relabel, RemoveImage, Selection
from assay.server.show.frames import Frames
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows import edit_labels
from assay.workflows.edit_labels import Signature
from assay.workflows.search import TABLE_OF, matching_ids

Action = Literal["relabel", "delete", "accept", "remove_image"]

_LEVELS: dict[Action, Level] = {
    "relabel": Level.ANNOTATION,
    "delete": Level.ANNOTATION,
    "accept": Level.PREDICTION,
    "remove_image": Level.IMAGE,
}


def perform(edit: Edit, store: Store, *, author: str) -> Change:
    """Apply an edit as one change of the journal."""
    by = Signature(author, edit.reason, "web")
    if isinstance(edit, Relabel):
        return edit_labels.relabel(store, selected(edit, store).tolist(), edit.class_id, by=by)
    if isinstance(edit, Delete):
        return edit_labels.delete(store, selected(edit, store).tolist(), by=by)
    if isinstance(edit, Move):
        box = _stored(store.snapshot(), edit.box, _image_of(store.snapshot(), edit.id))
        return edit_labels.move(store, edit.id, box, by=by)
    if isinstance(edit, Add):
        box_or_none = None if edit.box is None else _stored(store.snapshot(), edit.box, edit.image_id)
        return edit_labels.add(store, edit.image_id, edit.class_id, box=box_or_none, by=by)
    if isinstance(edit, Accept):
        return edit_labels.accept_predictions(store, selected(edit, store).tolist(), by=by)
    if isinstance(edit, RemoveImage):
        return edit_labels.remove_images(store, selected(edit, store).tolist(), by=by)
    assert_never(edit)


def preview(edit: Edit, store: Store) -> EditPreview:
    """What an edit would touch, by the class that the rows have now. Changes nothing."""
    if isinstance(edit, Add):
        return {"rows": 1, "by_class": [{"class_id": edit.class_id, "count": 1}]}
    ids = np.array([edit.id]) if isinstance(edit, Move) else selected(edit, store)
    table = TABLE_OF[Level.ANNOTATION if isinstance(edit, Move) else _LEVELS[edit.action]]
    if isinstance(edit, RemoveImage):
        return {"rows": len(ids), "by_class": []}
    rows = store.snapshot().take(table, ids, columns=("category_id",))
    counted = pc.value_counts(rows.column("category_id")).flatten()
    by_class: list[ClassRows] = [
        {"class_id": class_id, "count": count}
        for class_id, count in sorted(zip(counted[0].to_pylist(), counted[1].to_pylist(), strict=True))
    ]
    return {"rows": rows.num_rows, "by_class": by_class}


def selected(edit: Relabel | Delete | Accept | RemoveImage, store: Store) -> Ids:
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


def _stored(snapshot: Snapshot, box: Box, image_id: int) -> Box:
    """A box drawn on the displayed image, in the frame that labels live in."""
    frames = Frames.read(snapshot, [image_id])
    if not frames.has(image_id):
        raise NotFound(f"There is no image {image_id}.", hint="It may have been removed.")
    return frames.stored_box(box, image_id)


def _image_of(snapshot: Snapshot, label_id: int) -> int:
    rows = snapshot.take("annotations", [label_id], columns=("image_id",))
    if not rows.num_rows:
        raise NotFound(f"There is no label {label_id}.", hint="It may have been deleted.")
    return int(rows.column("image_id")[0].as_py())
