"""Edit labels: class, attributes, place and shape; add, copy and delete them. Each call is one change, with an undo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches

import numpy as np

from assay.amounts import amount
from assay.errors import EditConflict, EditInvalid, NotFound
from assay.model.change import Change, ChangeKind
from assay.model.drawn_shape import DrawnShape
from assay.model.shape import ShapeKind
from assay.model.signature import NOBODY, Signature
from assay.model.spelling import composed
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.edits.draft import AttributeValue, Draft
from assay.workflows.edits.reshape import check_box


def relabel(store: Store, ids: Sequence[int], category: str | int, *, by: Signature = NOBODY) -> Change:
    """Give labels the class `category`, a name or an id of their dataset.

    Raises
    ------
    NotFound : there is no such class in the labels' dataset.
    EditConflict : a label is not there any more.
    """
    with _draft(store) as (draft, base):
        category_id, name = resolve_class(base, _dataset_of(base, "annotations", ids), category)
        draft.relabel(ids, [category_id] * len(ids))
        return _commit(draft, ChangeKind.RELABEL, f"Relabel {amount(len(ids), 'label')} to {name}", by)


def delete(store: Store, ids: Sequence[int], *, by: Signature = NOBODY) -> Change:
    """Delete labels; raise `EditConflict` when one is not there any more."""
    with _draft(store) as (draft, _):
        draft.delete(ids)
        return _commit(draft, ChangeKind.DELETE, f"Delete {amount(len(ids), 'label')}", by)


def move(store: Store, id: int, box: Sequence[float], *, by: Signature = NOBODY) -> Change:
    """Give a label a new box x, y, width, height in pixels; whatever shape it has is moved and scaled with it.

    Raises
    ------
    EditInvalid : the box has no area, or the label is one of a whole image.
    EditConflict : the label is not there any more.
    """
    with _draft(store) as (draft, _):
        draft.move([id], np.asarray([box], dtype=np.float64))
        return _commit(draft, ChangeKind.MOVE, "Move 1 box", by)


def reshape(store: Store, id: int, shape: DrawnShape, *, by: Signature = NOBODY) -> Change:
    """Give a label another shape: corners, parts and holes, pixels, keypoints, a turned box.

    Raises
    ------
    EditInvalid : the shape has no area, or another number of keypoints than the label or its class has.
    EditConflict : the label is not there any more.
    """
    with _draft(store) as (draft, _):
        draft.reshape(id, shape)
        return _commit(draft, ChangeKind.RESHAPE, f"Redraw 1 label as a {shape.kind.value.replace('_', ' ')}", by)


def set_attributes(
    store: Store, ids: Sequence[int], values: Mapping[str, AttributeValue | None], *, by: Signature = NOBODY
) -> Change:
    """Set attributes of labels by name; None takes one away. What is suspected of the labels stays suspected.

    Raises
    ------
    EditInvalid : no attribute is named, or a name is empty.
    EditConflict : a label is not there any more.
    """
    if not values or not all(name.strip() for name in values):
        raise EditInvalid("An attribute needs a name.", hint="Name what the value tells, such as `occluded`.")
    told = ", ".join(name if value is not None else f"no {name}" for name, value in values.items())
    with _draft(store) as (draft, _):
        draft.set_attributes(ids, values)
        return _commit(draft, ChangeKind.ATTRIBUTES, f"Set {told} of {amount(len(ids), 'label')}", by)


def add(
    store: Store,
    image_id: int,
    category: str | int,
    *,
    box: Sequence[float] | None = None,
    shape: DrawnShape | None = None,
    by: Signature = NOBODY,
) -> Change:
    """Add a label to an image: a box or another `shape`, or a label of the whole image when neither is given.

    Raises
    ------
    EditInvalid : the shape has no area, or its keypoints are not as many as their class has.
    EditConflict : the image is not there.
    NotFound : there is no such class.
    """
    if box is not None:
        check_box(box)
        shape = DrawnShape(ShapeKind.BOX, (float(box[0]), float(box[1]), float(box[2]), float(box[3])))
    with _draft(store) as (draft, base):
        dataset_id = _dataset_of(base, "images", [image_id])
        category_id, name = resolve_class(base, dataset_id, category)
        draft.add(image_id=image_id, dataset_id=dataset_id, category_id=category_id, shape=shape)
        return _commit(draft, ChangeKind.ADD, f"Add 1 label {name}", by)


def copy_labels(store: Store, ids: Sequence[int], image_id: int, *, by: Signature = NOBODY) -> Change:
    """Add copies of labels to another image, at the same place: the next frame of a video.

    A label whose track the other image has already is left out.

    Raises
    ------
    EditInvalid : there is nothing to copy: every track is there already.
    EditConflict : a label or the image is not there any more.
    """
    with _draft(store) as (draft, base):
        _dataset_of(base, "images", [image_id])
        rows = draft.labels(ids)
        there = base.rows("annotations", columns=("track_id",), where={"image_id": image_id})
        tracks = set(there.column("track_id").to_pylist()) - {None}
        copies = [row | {"image_id": image_id} for row in rows if row["track_id"] not in tracks]
        draft.copy(copies)
        return _commit(draft, ChangeKind.ADD, f"Copy {amount(len(copies), 'label')}", by)


def accept_predictions(store: Store, ids: Sequence[int], *, by: Signature = NOBODY) -> Change:
    """Make labels of predictions; raise `EditConflict` when one is not there."""
    with _draft(store) as (draft, _):
        draft.accept(ids)
        return _commit(draft, ChangeKind.ADD, f"Accept {amount(len(ids), 'prediction')} as labels", by)


def remove_images(store: Store, ids: Sequence[int], *, by: Signature = NOBODY) -> Change:
    """Take images out of the dataset with their labels and predictions. Their files stay where they are."""
    with _draft(store) as (draft, _):
        draft.remove_images(ids)
        return _commit(draft, ChangeKind.REMOVE_IMAGE, f"Remove {amount(len(ids), 'image')}", by)


def resolve_class(snapshot: Snapshot, dataset_id: int, category: str | int) -> tuple[int, str]:
    """Id and name of a class of a dataset, from its name or id; raise `NotFound` with the nearest name."""
    categories = snapshot.categories(dataset_id)
    for candidate in categories:
        if category == candidate.id or (isinstance(category, str) and composed(category) == composed(candidate.name)):
            return candidate.id, candidate.name
    names = [candidate.name for candidate in categories]
    near = get_close_matches(str(category), names, n=1, cutoff=0.4)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names)}."
    raise NotFound(f"There is no class {category!r}.", hint=hint)


@contextmanager
def _draft(store: Store) -> Iterator[tuple[Draft, Snapshot]]:
    with store.writer() as writer:
        yield Draft(writer), writer.base


def _commit(draft: Draft, kind: ChangeKind, title: str, by: Signature) -> Change:
    draft.check_seen(by.seen)
    return draft.commit(kind, title, author=by.author, reason=by.reason, source=by.source)


def _dataset_of(base: Snapshot, table: str, ids: Sequence[int]) -> int:
    """The dataset the first of these rows belongs to."""
    rows = base.take(table, list(ids[:1]), columns=("id", "dataset_id"))
    if not rows.num_rows:
        noun = {"annotations": "Label", "images": "Image"}[table]
        told = f"{noun} {ids[0]} is not there." if len(ids) else f"No {noun.lower()} was given."
        raise EditConflict(told, hint="It may have been deleted meanwhile. Nothing was changed.")
    return int(rows.column("dataset_id")[0].as_py())
