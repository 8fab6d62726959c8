"""Edit the classes of a dataset: a new name, and one class for several. Each call is one change, with an undo."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from assay.amounts import amount
from assay.errors import EditInvalid
from assay.model.category import Category
from assay.model.change import Change, ChangeKind
from assay.model.signature import NOBODY, Signature
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.edits.draft import Draft
from assay.workflows.edits.edit_labels import resolve_class
from assay.workflows.names import checked_name


def rename_class(
    store: Store, category: str | int, name: str, *, dataset: str | int | None = None, by: Signature = NOBODY
) -> Change:
    """Give a class another name. Later files of its source, and queries that stand, still find it by the old one.

    Raises
    ------
    NotFound : there is no such class.
    EditInvalid : another class has the name.
    NameInvalid : a class cannot be named so.
    """
    with store.writer() as writer:
        snapshot = writer.base
        dataset_id = snapshot.dataset(dataset).id
        found = class_named(snapshot, dataset_id, category)
        wanted = checked_name(name, "class")
        if any(wanted == other.name for other in snapshot.categories(dataset_id)):
            raise EditInvalid(
                f"There is a class {wanted!r} already.", hint="`assay merge-classes` makes one class of several."
            )
        title = f"Rename class {found.name} to {wanted}"
        source_name = None if wanted == found.source_name else found.source_name or found.name
        row = _row(found) | {"name": wanted, "source_name": source_name}
        return writer.edit(
            {"categories": pa.Table.from_pylist([row])},
            kind=ChangeKind.CLASSES,
            title=title,
            author=by.author,
            reason=by.reason,
            source=by.source,
        )


def merge_classes(
    store: Store,
    categories: Sequence[str | int],
    into: str | int,
    *,
    dataset: str | int | None = None,
    by: Signature = NOBODY,
) -> Change:
    """Give all labels and predictions of some classes the class `into`.

    The class probabilities of a prediction are added up in it. The classes that are emptied stay in the list of
    classes, where later files may fill them again.

    Raises
    ------
    NotFound : there is no such class.
    EditInvalid : nothing has one of the classes.
    """
    with store.writer() as writer:
        snapshot = writer.base
        dataset_id = snapshot.dataset(dataset).id
        goal, name = resolve_class(snapshot, dataset_id, into)
        given = {resolve_class(snapshot, dataset_id, category) for category in categories} - {(goal, name)}
        emptied = sorted(id for id, _ in given)
        rows = snapshot.rows("annotations", columns=("id",), where={"dataset_id": dataset_id, "category_id": emptied})
        labels = rows["id"].to_pylist()
        draft = Draft(writer)
        draft.relabel(labels, [goal] * len(labels))
        draft.set_predictions(_merged(snapshot, dataset_id, emptied, goal))
        title = f"Merge {' and '.join(sorted(name for _, name in given))} into {name} ({amount(len(labels), 'label')})"
        return draft.commit(ChangeKind.CLASSES, title, author=by.author, reason=by.reason, source=by.source)


def class_named(snapshot: Snapshot, dataset_id: int, category: str | int) -> Category:
    """The class of that name or id; raise `NotFound` with the nearest name."""
    id_, _ = resolve_class(snapshot, dataset_id, category)
    return next(found for found in snapshot.categories(dataset_id) if found.id == id_)


def _row(category: Category) -> dict[str, object]:
    return {
        "id": category.id,
        "dataset_id": category.dataset_id,
        "name": category.name,
        "key": category.key,
        "extra": category.extra,
        "source_name": category.source_name,
        "deleted": False,
    }


def _merged(snapshot: Snapshot, dataset_id: int, emptied: Sequence[int], goal: int) -> pa.Table:
    """The predictions that say anything of the emptied classes, as they are when those are one with `goal`."""
    rows = snapshot.rows("predictions", where={"dataset_id": dataset_id})
    classes = [category.id for category in snapshot.categories(dataset_id)]
    places, at = [classes.index(id) for id in emptied], classes.index(goal)
    chances = rows["probabilities"].to_pylist()
    touched = np.isin(rows["category_id"].to_numpy(), emptied)
    for row, chance in enumerate(chances):
        if chance is not None and any(chance[place] for place in places):
            touched[row] = True
            chance[at] += sum(chance[place] for place in places)
            for place in places:
                chance[place] = 0.0
    category = np.where(np.isin(rows["category_id"].to_numpy(), emptied), goal, rows["category_id"].to_numpy())
    for name, values in (("category_id", category), ("probabilities", chances)):
        index = rows.schema.get_field_index(name)
        rows = rows.set_column(index, rows.schema.field(name), pa.array(values, rows.schema.field(name).type))
    return rows.filter(pa.array(touched))
