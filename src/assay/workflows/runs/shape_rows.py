"""Labels and predictions of a run as the arrays that average precision is counted from, by what shape is compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.evaluation.coco import CocoRows
from assay.model.run import Run
from assay.model.shape import ShapeKind
from assay.store.snapshot import Snapshot
from assay.workflows.runs.object_arrays import LABEL_COLUMNS, PREDICTION_COLUMNS, flags_of, ints_of
from assay.workflows.runs.shapes import SHAPE_COLUMN, are_unlabelled, areas_of, has_shape, shapes_of


@dataclass(frozen=True, slots=True, eq=False)
class ShapeRows:
    """The rows that have the shape. Images are numbered 0 to n - 1: number i stands for `images[i]` (n,)."""

    images: Ids
    labels: CocoRows
    predictions: CocoRows


def shape_rows(
    snapshot: Snapshot, run: Run, shape: ShapeKind, *, images: Ids | None = None, counts_difficult: bool = True
) -> ShapeRows:
    """The labels of the run's dataset and the predictions of the run that have `shape` (box, mask or keypoints).

    Images come in the order of their ids in the source, as pycocotools takes them, so that equal scores are in its
    order too; `images` restricts them. A label's area is what its source says, else that of its shape; a prediction's
    is that of its shape. A crowd is ignored, and so is a label without a labelled keypoint. Where difficult labels do
    not count, those marked `ignore` or `difficult` are ignored too, and a crowd is a label like these.

    Raises
    ------
    ArrayError : polygons lie in an image of unknown size, or the numbers of keypoints differ.
    """
    frames = _Frames.of(snapshot, run, images)
    labels, image = frames.having(_labels(snapshot, run, shape, counts_difficult=counts_difficult), shape)
    predictions, pred_image = frames.having(_predictions(snapshot, run, shape), shape)
    shapes = shapes_of(labels, shape, frames.sizes[image])
    pred_shapes = shapes_of(predictions, shape, frames.sizes[pred_image])
    stated = pc.fill_null(labels.column("area"), np.nan).to_numpy()
    crowd, ignore = flags_of(labels, "is_crowd"), are_unlabelled(shapes)
    if not counts_difficult:
        ignore |= crowd | flags_of(labels, "ignore") | _difficult(labels)
        crowd = np.zeros(len(labels), bool)
    return ShapeRows(
        frames.ids,
        CocoRows(
            image,
            ints_of(labels, "category_id"),
            area=np.where(np.isnan(stated), areas_of(shapes), stated),
            shapes=shapes,
            crowd=crowd,
            ignore=ignore,
        ),
        CocoRows(
            pred_image,
            ints_of(predictions, "category_id"),
            area=areas_of(pred_shapes),
            shapes=pred_shapes,
            score=pc.fill_null(predictions.column("score"), np.nan).to_numpy(),
        ),
    )


def _labels(snapshot: Snapshot, run: Run, shape: ShapeKind, *, counts_difficult: bool) -> pa.Table:
    columns = dict.fromkeys(
        (*LABEL_COLUMNS, "area", SHAPE_COLUMN[shape], *(() if counts_difficult else ("attributes",)))
    )
    return snapshot.rows("annotations", columns=tuple(columns), where={"dataset_id": run.dataset_id})


def _predictions(snapshot: Snapshot, run: Run, shape: ShapeKind) -> pa.Table:
    columns = dict.fromkeys((*PREDICTION_COLUMNS, SHAPE_COLUMN[shape]))
    return snapshot.rows("predictions", columns=tuple(columns), where={"run_id": run.id})


@dataclass(frozen=True, slots=True, eq=False)
class _Frames:
    """The images that are looked at, (n,) ids in the order of the source, and (n, 2) height and width, -1 unknown."""

    ids: Ids
    sizes: NDArray[np.int64]

    @classmethod
    def of(cls, snapshot: Snapshot, run: Run, images: Ids | None) -> _Frames:
        columns = ("id", "foreign_id", "width", "height")
        rows = snapshot.rows("images", columns=columns, where={"dataset_id": run.dataset_id})
        if images is not None:
            rows = rows.filter(pa.array(np.isin(ints_of(rows, "id"), images)))
        rows = rows.take(_source_order(rows.column("foreign_id")))
        sizes = [pc.fill_null(rows.column(name), -1).to_numpy().astype(np.int64) for name in ("height", "width")]
        return cls(ints_of(rows, "id"), np.stack(sizes, axis=1))

    def having(self, rows: pa.Table, shape: ShapeKind) -> tuple[pa.Table, Ids]:
        """The rows that have the shape and lie in these images, and (m,) the number of the image of each."""
        rows = rows.filter(pa.array(has_shape(rows, shape)))
        order = np.argsort(self.ids, kind="stable")
        image = ints_of(rows, "image_id")
        at = np.searchsorted(self.ids, image, sorter=order)
        number = order[np.minimum(at, len(order) - 1)] if len(order) else np.zeros(len(image), np.int64)
        known = self.ids[number] == image if len(order) else np.zeros(len(image), bool)
        return (rows, number) if known.all() else (rows.filter(pa.array(known)), number[known])


def _source_order(foreign_ids: pa.ChunkedArray) -> Ids:
    """(n,) the images by their ids in the source: as numbers if all are, else as text; in our order without any."""
    names = foreign_ids.to_pylist()
    if None in names:
        return np.arange(len(names))
    if all(name.isascii() and name.isdecimal() for name in names):
        return np.array(sorted(range(len(names)), key=lambda i: int(names[i])), np.int64)
    return np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)


def _difficult(labels: pa.Table) -> Flags:
    """(n,) which labels have a `difficult` that is true, 1 or a text of these among their attributes."""
    marked = np.zeros(len(labels), bool)
    texts = labels.column("attributes")
    for row in np.flatnonzero(pc.fill_null(pc.match_substring(texts, '"difficult"'), fill_value=False).to_numpy()):
        value = orjson.loads(texts[int(row)].as_py()).get("difficult")
        marked[row] = str(value).strip().lower() in {"1", "1.0", "true", "yes"}
    return marked
