"""Build what a detector sees from plain arrays: for tests of detectors, ours and other people's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from assay.arrays import Ids, as_boxes
from assay.detectors.view import DatasetView
from assay.model.category import Category
from assay.schema.table import Table
from assay.schema.tables import ANNOTATIONS, IMAGES, PREDICTIONS

_FILLED: Mapping[str, Any] = {
    "dataset_id": 1,
    "run_id": 1,
    "kind": "box",
    "is_crowd": False,
    "ignore": False,
    "deleted": False,
    "source_hash": 0,
    "orientation": 1,
}


def images_table(
    count: int, *, first: int = 0, width: int = 640, height: int = 480, **columns: Sequence[Any]
) -> pa.Table:
    """`count` image rows with ids from `first`; `columns` gives further columns of the images table."""
    ids = np.arange(first, first + count)
    names = [f"{i}.jpg" for i in ids]
    given: dict[str, Any] = {
        "id": ids,
        "reference_id": names,
        "file_name": names,
        "root_id": np.ones(count, np.int32),
        "path": names,
        "width": np.full(count, width, np.int32),
        "height": np.full(count, height, np.int32),
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


def _objects(table: Table, image: ArrayLike, boxes: ArrayLike, *, first: int, given: Mapping[str, Any]) -> pa.Table:
    box = as_boxes(boxes)
    whole = np.isnan(box[:, 0])
    columns: dict[str, Any] = {
        "id": np.arange(first, first + len(box)),
        "image_id": np.asarray(image, np.int64),
        "kind": np.where(whole, "whole_image", "box").tolist(),
        **{name: pa.array(column, mask=whole) for name, column in zip("xywh", box.T.copy(), strict=True)},
    }
    return _rows(table, columns | dict(given), len(box))


def _rows(table: Table, given: Mapping[str, Any], count: int) -> pa.Table:
    """Rows of `table` from the columns given; the others take a plain value, or NULL."""
    arrays = []
    for column in table.columns:
        if column.name in given:
            values = given[column.name]
            arrays.append(
                pa.array(values).cast(column.type) if not isinstance(values, list) else pa.array(values, column.type)
            )
        elif column.name in _FILLED:
            arrays.append(pa.repeat(pa.scalar(_FILLED[column.name], column.type), count))
        else:
            arrays.append(pa.nulls(count, column.type))
    return pa.table(arrays, schema=table.arrow)
