"""Small rows for tests of the store, and the few acts that those tests repeat."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from assay.model.category import CategoryRecord
from assay.model.change import Change, ChangeKind
from assay.model.dataset import Dataset, Task
from assay.store.store import Store
from assay.store.writer import Writer

CLASSES = tuple(CategoryRecord(str(number), name) for number, name in enumerate(("cat", "dog", "bird")))
EDITED = ("images", "annotations", "predictions", "issues")


def image_rows(first: int, count: int, *, dataset_id: int = 1) -> pa.Table:
    """`count` images of 100 x 80 pixels; only what may not be NULL, and the size."""
    names = [f"photo-{number}.png" for number in range(first, first + count)]
    return pa.table(
        {
            "id": np.arange(first, first + count),
            "dataset_id": pa.array([dataset_id] * count, pa.int32()),
            "reference_id": names,
            "file_name": names,
            "width": pa.array([100] * count, pa.int32()),
            "height": pa.array([80] * count, pa.int32()),
            "source_hash": np.arange(first, first + count),
        }
    )


def label_rows(first: int, images: Sequence[int], *, category: int = 1, dataset_id: int = 1) -> pa.Table:
    """One box for each entry of `images`, each at its own place."""
    count = len(images)
    return pa.table(
        {
            "id": np.arange(first, first + count),
            "dataset_id": pa.array([dataset_id] * count, pa.int32()),
            "image_id": pa.array(images, pa.int64()),
            "category_id": pa.array([category] * count, pa.int32()),
            "kind": ["box"] * count,
            "x": np.arange(first, first + count) * 0.5,
            "y": np.full(count, 3.0),
            "w": np.full(count, 10.0),
            "h": np.full(count, 20.0),
            "is_crowd": np.zeros(count, dtype=bool),
            "ignore": np.zeros(count, dtype=bool),
            "attributes": ['{"note": "ä"}'] * count,
            "source_hash": np.arange(first, first + count),
        }
    )


def add_labels(writer: Writer, images: Sequence[int], *, category: int = 1) -> list[int]:
    """Append labels without a journal entry; their ids."""
    first = writer.reserve_ids("annotations", len(images))
    writer.append("annotations", label_rows(first, images, category=category))
    return list(range(first, first + len(images)))


def fill(store: Store, *, images: int = 4, labels: int = 12) -> Dataset:
    """A dataset with three classes; labels go round the images."""
    with store.writer() as writer:
        dataset = writer.add_dataset("toys", Task.DETECTION)
        writer.add_categories(dataset.id, CLASSES)
        first = writer.reserve_ids("images", images)
        writer.append("images", image_rows(first, images, dataset_id=dataset.id))
        add_labels(writer, [first + number % images for number in range(labels)])
        writer.log(ChangeKind.IMPORT, "Import toys", "tester", "sdk", images + labels)
    return dataset


def with_value(rows: pa.Table, column: str, value: object) -> pa.Table:
    """`rows` with one value all down a column."""
    at = rows.schema.get_field_index(column)
    field = rows.schema.field(at)
    return rows.set_column(at, field, pa.array([value] * rows.num_rows, field.type))


def relabel(store: Store, ids: Sequence[int], category: int, *, author: str = "tester") -> Change:
    """Give labels another class, as an edit."""
    with store.writer() as writer:
        rows = with_value(writer.base.take("annotations", ids), "category_id", category)
        return writer.edit({"annotations": rows}, kind=ChangeKind.RELABEL, title=f"Relabel {ids}", author=author)


def delete(store: Store, ids: Sequence[int]) -> Change:
    """Delete labels, as an edit."""
    with store.writer() as writer:
        rows = with_value(writer.base.take("annotations", ids), "deleted", True)
        return writer.edit({"annotations": rows}, kind=ChangeKind.DELETE, title=f"Delete {ids}", author="tester")


def add(store: Store, images: Sequence[int], *, category: int = 1) -> Change:
    """Draw labels, as an edit."""
    with store.writer() as writer:
        first = writer.reserve_ids("annotations", len(images))
        rows = label_rows(first, images, category=category)
        return writer.edit({"annotations": rows}, kind=ChangeKind.ADD, title=f"Add {len(images)}", author="tester")


def undo(store: Store) -> Change:
    """Take the newest edit back."""
    with store.writer() as writer:
        return writer.undo(author="tester", source="sdk")


def redo(store: Store) -> Change:
    """Put the edit undone last back."""
    with store.writer() as writer:
        return writer.redo(author="tester", source="sdk")


def classes_of(store: Store) -> dict[int, int]:
    """Label id -> class id, of the live labels."""
    rows = store.snapshot().rows("annotations", columns=["id", "category_id"])
    return dict(zip(rows["id"].to_pylist(), rows["category_id"].to_pylist(), strict=True))
