"""Notes on classes: what a class is, in words and by examples, for whoever looks at its labels (H4)."""

from __future__ import annotations

from collections.abc import Sequence

from assay.errors import EditInvalid, NotFound
from assay.model.category import Category
from assay.model.class_note import LONGEST_NOTE, MOST_EXEMPLARS, ClassNote
from assay.store.snapshot import Snapshot
from assay.store.store import Store


def class_note(snapshot: Snapshot, category_id: int) -> ClassNote:
    """What was noted on a class; raise `NotFound` when there is no such class."""
    return snapshot.class_note(_category(snapshot, category_id).id)


def set_class_note(store: Store, category_id: int, text: str, exemplars: Sequence[int] = ()) -> ClassNote:
    """Note what a class is. Labels that are not in its dataset are no examples.

    Raises
    ------
    NotFound : there is no such class.
    EditInvalid : the text is too long, there are too many examples, or one is not there.
    """
    if len(text) > LONGEST_NOTE or len(exemplars) > MOST_EXEMPLARS:
        raise EditInvalid(
            f"A note has at most {LONGEST_NOTE:,} characters and {MOST_EXEMPLARS} examples.", hint="Say less."
        )
    with store.writer() as writer:
        category = _category(writer.base, category_id)
        rows = writer.base.take("annotations", list(exemplars), columns=("id", "dataset_id"))
        there = {row["id"] for row in rows.to_pylist() if row["dataset_id"] == category.dataset_id}
        missing = [id for id in exemplars if id not in there]
        if missing:
            raise EditInvalid(f"Label {missing[0]} is not in the dataset.", hint="Choose a label that is there.")
        note = ClassNote(category_id, text.strip(), tuple(dict.fromkeys(exemplars)))
        writer.set_class_note(note)
    return note


def _category(snapshot: Snapshot, category_id: int) -> Category:
    for dataset in snapshot.datasets():
        for category in snapshot.categories(dataset.id):
            if category.id == category_id:
                return category
    raise NotFound(f"There is no class {category_id}.", hint="It may belong to another project.")
