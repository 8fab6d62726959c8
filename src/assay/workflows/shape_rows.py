"""Labels and predictions of a run as the arrays that average precision is counted from, by what shape is compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.errors import ArrayError
from assay.evaluation.coco import CocoRows, Shapes
from assay.evaluation.keypoints import Keypoints
from assay.geometry.run_lengths import run_lengths
from assay.model.run import Run
from assay.model.shape import ShapeKind
from assay.store.snapshot import Snapshot
from assay.workflows.rematch import LABEL_COLUMNS, PREDICTION_COLUMNS, boxes_of, flags_of, ints_of

_COLUMN = {ShapeKind.BOX: "x", ShapeKind.MASK: "segmentation", ShapeKind.KEYPOINTS: "keypoints"}
"""The column that is NULL where a row lacks the shape."""


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
    shapes, pred_shapes = frames.shapes(labels, image, shape), frames.shapes(predictions, pred_image, shape)
    stated = pc.fill_null(labels.column("area"), np.nan).to_numpy()
    crowd, ignore = flags_of(labels, "is_crowd"), _unlabelled(shapes)
    if not counts_difficult:
        ignore |= crowd | flags_of(labels, "ignore") | _difficult(labels)
        crowd = np.zeros(len(labels), bool)
    return ShapeRows(
        frames.ids,
        CocoRows(
            image,
            ints_of(labels, "category_id"),
            area=np.where(np.isnan(stated), _areas(shapes), stated),
            shapes=shapes,
            crowd=crowd,
            ignore=ignore,
        ),
        CocoRows(
            pred_image,
            ints_of(predictions, "category_id"),
            area=_areas(pred_shapes),
            shapes=pred_shapes,
            score=pc.fill_null(predictions.column("score"), np.nan).to_numpy(),
        ),
    )


def _labels(snapshot: Snapshot, run: Run, shape: ShapeKind, *, counts_difficult: bool) -> pa.Table:
    columns = dict.fromkeys((*LABEL_COLUMNS, "area", _COLUMN[shape], *(() if counts_difficult else ("attributes",))))
    return snapshot.rows("annotations", columns=tuple(columns), where={"dataset_id": run.dataset_id})


def _predictions(snapshot: Snapshot, run: Run, shape: ShapeKind) -> pa.Table:
    columns = dict.fromkeys((*PREDICTION_COLUMNS, _COLUMN[shape]))
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
        rows = rows.filter(_has(rows.column(_COLUMN[shape])))
        order = np.argsort(self.ids, kind="stable")
        image = ints_of(rows, "image_id")
        at = np.searchsorted(self.ids, image, sorter=order)
        number = order[np.minimum(at, len(order) - 1)] if len(order) else np.zeros(len(image), np.int64)
        known = self.ids[number] == image if len(order) else np.zeros(len(image), bool)
        return (rows, number) if known.all() else (rows.filter(pa.array(known)), number[known])

    def shapes(self, rows: pa.Table, image: Ids, shape: ShapeKind) -> Shapes:
        """The shapes of the rows, each in its image."""
        if shape == ShapeKind.BOX:
            return boxes_of(rows)
        if shape == ShapeKind.KEYPOINTS:
            return Keypoints(_points(rows.column("keypoints").combine_chunks()), np.nan_to_num(boxes_of(rows)))
        texts = rows.column("segmentation").to_pylist()
        sizes = self.sizes[image]
        if any(
            size < 0 and text.startswith("[") for size, text in zip(sizes.min(axis=1, initial=0), texts, strict=True)
        ):
            raise ArrayError(
                "A polygon lies in an image whose size is unknown, so that no mask can be made of it.",
                hint="Import the dataset with its images, or with `width` and `height` in the file.",
            )
        return run_lengths(texts, sizes)


def _source_order(foreign_ids: pa.ChunkedArray) -> Ids:
    """(n,) the images by their ids in the source: as numbers if all are, else as text; in our order without any."""
    names = foreign_ids.to_pylist()
    if None in names:
        return np.arange(len(names))
    if all(name.isascii() and name.isdecimal() for name in names):
        return np.array(sorted(range(len(names)), key=lambda i: int(names[i])), np.int64)
    return np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)


def _has(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_list(column.type):
        return pc.fill_null(pc.greater(pc.list_value_length(column), 0), fill_value=False)
    return pc.is_valid(column)


def _points(column: pa.ListArray) -> NDArray[np.float64]:
    """(n, k, 3) the keypoints of rows that all have k of them."""
    lengths = pc.list_value_length(column).to_numpy(zero_copy_only=False)
    if len(lengths) == 0:
        return np.empty((0, 0, 3))
    if (lengths != lengths[0]).any():
        counts = ", ".join(str(length // 3) for length in np.unique(lengths)[:5])
        raise ArrayError(f"Objects must have the same number of keypoints, got some with {counts}.")
    points: NDArray[np.float64] = column.flatten().to_numpy().reshape(len(lengths), -1, 3)
    return points


def _unlabelled(shapes: Shapes) -> Flags:
    """(n,) which shapes are keypoints none of which is labelled."""
    bare: Flags = np.zeros(len(shapes), np.bool_)
    return bare if not isinstance(shapes, Keypoints) else np.logical_not(shapes.labelled.any(axis=1))


def _areas(shapes: Shapes) -> NDArray[np.float64]:
    if isinstance(shapes, Keypoints):
        return shapes.extents
    return shapes[:, 2] * shapes[:, 3] if isinstance(shapes, np.ndarray) else shapes.areas


def _difficult(labels: pa.Table) -> Flags:
    """(n,) which labels have a `difficult` that is true, 1 or a text of these among their attributes."""
    marked = np.zeros(len(labels), bool)
    texts = labels.column("attributes")
    for row in np.flatnonzero(pc.fill_null(pc.match_substring(texts, '"difficult"'), fill_value=False).to_numpy()):
        value = orjson.loads(texts[int(row)].as_py()).get("difficult")
        marked[row] = str(value).strip().lower() in {"1", "1.0", "true", "yes"}
    return marked
