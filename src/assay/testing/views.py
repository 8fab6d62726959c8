"""Build what a detector sees from plain arrays: for tests of detectors, ours and other people's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from assay.arrays import Ids, as_boxes
from assay.detectors.view import DatasetView
from assay.model.category import Category
from assay.schema.table import Table
from assay.schema.tables import ANNOTATIONS, IMAGES, PREDICTIONS

_FILLED: dict[str, Any] = {
    "dataset_id": 1,
    "run_id": 1,
    "kind": "box",
    "is_crowd": False,
    "ignore": False,
    "deleted": False,
    "source_hash": 0,
    "orientation": 1,
}


def images_table(count: int, *, first: int = 0, **columns: Any) -> pa.Table:
    """`count` image rows of 640 × 480 px with ids from `first`; `columns` gives other values, one for all or a list."""
    ids = np.arange(first, first + count)
    names = [f"{i}.jpg" for i in ids]
    given: dict[str, Any] = {
        "id": ids,
        "reference_id": names,
        "file_name": names,
        "root_id": 1,
        "path": names,
        "width": 640,
        "height": 480,
    }
    return _rows(IMAGES, given | columns, count)


def labels_table(
    image: ArrayLike, boxes: ArrayLike, category: ArrayLike, *, first: int = 0, **columns: Any
) -> pa.Table:
    """One label row per image id of `image`, ids from `first`; NaN boxes are labels of whole images."""
    given = {"category_id": np.asarray(category, np.int32)}
    return _objects(ANNOTATIONS, image, boxes, first=first, given=given | columns)


def predictions_table(
    image: ArrayLike, boxes: ArrayLike, category: ArrayLike, score: ArrayLike, *, first: int = 0, **columns: Any
) -> pa.Table:
    """One prediction row per image id of `image`, ids from `first`; NaN boxes are predictions of whole images."""
    given = {"category_id": np.asarray(category, np.int32), "score": np.asarray(score, float)}
    return _objects(PREDICTIONS, image, boxes, first=first, given=given | columns)


def view_of(
    images: pa.Table,
    labels: pa.Table | None = None,
    predictions: pa.Table | None = None,
    *,
    classes: Sequence[str] = (),
    digests: Callable[[Ids], Sequence[str | None]] | None = None,
) -> DatasetView:
    """A view over these tables; `classes` are named with ids 0, 1, …; without `predictions` there is no run."""
    return DatasetView(
        images=images,
        annotations=ANNOTATIONS.arrow.empty_table() if labels is None else labels,
        predictions=PREDICTIONS.arrow.empty_table() if predictions is None else predictions,
        categories=[Category(id=i, dataset_id=1, name=name, key=str(i)) for i, name in enumerate(classes)],
        run_id=None if predictions is None else 1,
        digests=digests,
    )


def _objects(table: Table, image: ArrayLike, boxes: ArrayLike, *, first: int, given: dict[str, Any]) -> pa.Table:
    box = as_boxes(boxes)
    whole = np.isnan(box[:, 0])
    columns: dict[str, Any] = {
        "id": np.arange(first, first + len(box)),
        "image_id": np.asarray(image, np.int64),
        "kind": np.where(whole, "whole_image", "box").tolist(),
        **{name: pa.array(column, mask=whole) for name, column in zip("xywh", box.T.copy(), strict=True)},
    }
    return _rows(table, columns | given, len(box))


def _rows(table: Table, given: dict[str, Any], count: int) -> pa.Table:
    """Rows of `table` from the columns given; the others take a plain value, or NULL."""
    values = _FILLED | given
    return pa.table([_column(values.get(c.name), c.type, count) for c in table.columns], schema=table.arrow)


def _column(values: Any, kind: pa.DataType, count: int) -> pa.Array:
    if values is None or isinstance(values, bool | int | str):
        return pa.repeat(pa.scalar(values, kind), count)
    return pa.array(values, kind) if isinstance(values, list) else pa.array(values).cast(kind)
