"""The boxes, masks or keypoints of rows of labels and predictions."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Flags
from assay.errors import ArrayError
from assay.evaluation.coco import Shapes
from assay.evaluation.kernel_arrays import plain
from assay.evaluation.keypoints import Keypoints
from assay.geometry.run_lengths import run_lengths
from assay.model.shape import ShapeKind
from assay.workflows.runs.object_arrays import boxes_of

SHAPE_COLUMN = {ShapeKind.BOX: "x", ShapeKind.MASK: "segmentation", ShapeKind.KEYPOINTS: "keypoints"}
"""The column that is NULL where a row lacks the shape."""


def has_shape(rows: pa.Table, shape: ShapeKind) -> Flags:
    """(n,) which rows have `shape` (box, mask or keypoints)."""
    column = rows.column(SHAPE_COLUMN[shape])
    if pa.types.is_list(column.type):
        column = pc.fill_null(pc.greater(pc.list_value_length(column), 0), fill_value=False)
        return np.asarray(column, dtype=np.bool_)
    return np.asarray(pc.is_valid(column), dtype=np.bool_)


def shapes_of(rows: pa.Table, shape: ShapeKind, sizes: NDArray[np.int64]) -> Shapes:
    """The shapes of rows that all have it; `sizes` (n, 2) are height and width of the image of each, -1 unknown.

    Raises
    ------
    ArrayError : polygons lie in an image of unknown size, or the numbers of keypoints differ.
    """
    if shape == ShapeKind.BOX:
        return boxes_of(rows)
    if shape == ShapeKind.KEYPOINTS:
        return Keypoints(_points(rows.column("keypoints").combine_chunks()), np.nan_to_num(boxes_of(rows)))
    texts = rows.column("segmentation").to_pylist()
    if any(size < 0 and text.startswith("[") for size, text in zip(sizes.min(axis=1, initial=0), texts, strict=True)):
        raise ArrayError(
            "A polygon lies in an image whose size is unknown, so that no mask can be made of it.",
            hint="Import the dataset with its images, or with `width` and `height` in the file.",
        )
    return run_lengths(texts, sizes)


def areas_of(shapes: Shapes) -> NDArray[np.float64]:
    """(n,) area of each shape in px²; of keypoints that of the box around them."""
    if isinstance(shapes, Keypoints):
        return shapes.extents
    return shapes[:, 2] * shapes[:, 3] if isinstance(shapes, np.ndarray) else shapes.areas


def are_unlabelled(shapes: Shapes) -> Flags:
    """(n,) which shapes are keypoints none of which is labelled."""
    bare: Flags = np.zeros(len(shapes), np.bool_)
    return bare if not isinstance(shapes, Keypoints) else np.logical_not(shapes.labelled.any(axis=1))


def _points(column: pa.ListArray) -> NDArray[np.float64]:
    """(n, k, 3) the keypoints of rows that all have k of them."""
    lengths = pc.list_value_length(column).to_numpy(zero_copy_only=False)
    if len(lengths) == 0:
        return np.empty((0, 0, 3))
    if (lengths != lengths[0]).any():
        counts = ", ".join(str(length // 3) for length in np.unique(lengths)[:5])
        raise ArrayError(f"Objects must have the same number of keypoints, got some with {counts}.")
    return plain(column.flatten().to_numpy()).reshape(len(lengths), -1, 3)
