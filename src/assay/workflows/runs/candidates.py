"""What of a run's labels and predictions overlaps: boxes, masks or keypoints, as rows of the store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.evaluation.candidates import Candidates, find_candidates
from assay.evaluation.keypoints import Keypoints
from assay.evaluation.overlaps import Overlaps, find_overlaps
from assay.evaluation.shape_pairs import find_keypoint_overlaps, find_mask_overlaps
from assay.geometry.run_lengths import RunLengths
from assay.model.shape import ShapeKind
from assay.store.filters import Where
from assay.workflows.runs.object_arrays import LABEL_COLUMNS, PREDICTION_COLUMNS, angles_of, boxes_of, flags_of, ints_of
from assay.workflows.runs.shapes import SHAPE_COLUMN, are_unlabelled, areas_of, has_shape, shapes_of


class Rows(Protocol):
    """Where rows are read from: a snapshot, or a writer that has changed some."""

    def rows(self, table: str, *, columns: Sequence[str] | None = None, where: Where | None = None) -> pa.Table:
        """The live rows of a table that pass `where`."""
        ...


def read_labels(source: Rows, shape: ShapeKind, where: Where) -> pa.Table:
    """Labels with all that matching by `shape` reads."""
    columns = dict.fromkeys((*LABEL_COLUMNS, "area", SHAPE_COLUMN[shape]))
    return source.rows("annotations", columns=tuple(columns), where=where)


def read_predictions(source: Rows, shape: ShapeKind, where: Where) -> pa.Table:
    """Predictions with all that matching by `shape` reads."""
    columns = dict.fromkeys((*PREDICTION_COLUMNS, SHAPE_COLUMN[shape]))
    return source.rows("predictions", columns=tuple(columns), where=where)


def candidates_of(source: Rows, labels: pa.Table, predictions: pa.Table, shape: ShapeKind) -> Candidates:
    """What of these labels and predictions of one run overlaps; boxes that are turned are compared as they lie.

    An object that lacks the shape, a mask or keypoints, does not count.

    Raises
    ------
    ArrayError : a shape cannot be compared, see `shapes_of` and `find_keypoint_overlaps`.
    """
    ignore, score = flags_of(labels, "ignore"), predictions.column("score").to_numpy()
    if shape == ShapeKind.BOX:
        overlaps = _box_overlaps(labels, predictions)
    else:
        overlaps, counts, pred_counts = _shape_overlaps(source, labels, predictions, shape)
        ignore, score = ignore | ~counts, np.where(pred_counts, score, np.nan)
    return find_candidates(
        label_image=ints_of(labels, "image_id"),
        label_boxes=boxes_of(labels),
        label_class=ints_of(labels, "category_id").astype(np.int32),
        label_ignore=ignore,
        label_crowd=flags_of(labels, "is_crowd"),
        pred_image=ints_of(predictions, "image_id"),
        pred_boxes=boxes_of(predictions),
        pred_class=ints_of(predictions, "category_id").astype(np.int32),
        pred_score=score,
        overlaps=overlaps,
    )


def _box_overlaps(labels: pa.Table, predictions: pa.Table) -> Overlaps:
    return find_overlaps(
        label_image=ints_of(labels, "image_id"),
        label_boxes=boxes_of(labels),
        label_crowd=flags_of(labels, "is_crowd"),
        label_rotation=angles_of(labels),
        pred_image=ints_of(predictions, "image_id"),
        pred_boxes=boxes_of(predictions),
        pred_rotation=angles_of(predictions),
    )


def _shape_overlaps(
    source: Rows, labels: pa.Table, predictions: pa.Table, shape: ShapeKind
) -> tuple[Overlaps, NDArray[np.bool_], NDArray[np.bool_]]:
    """The overlaps of masks or keypoints; (n,) and (p,) which rows have the shape, so that they count."""
    at, pred_at = (np.flatnonzero(has_shape(rows, shape)) for rows in (labels, predictions))
    labels_with, predictions_with = labels.take(at), predictions.take(pred_at)
    image, pred_image = ints_of(labels_with, "image_id"), ints_of(predictions_with, "image_id")
    shapes = shapes_of(labels_with, shape, _sizes(source, image))
    pred_shapes = shapes_of(predictions_with, shape, _sizes(source, pred_image))
    if isinstance(shapes, RunLengths) and isinstance(pred_shapes, RunLengths):
        found = find_mask_overlaps(
            label_image=image,
            labels=shapes,
            label_crowd=flags_of(labels_with, "is_crowd"),
            pred_image=pred_image,
            predictions=pred_shapes,
        )
    else:
        assert isinstance(shapes, Keypoints)
        assert isinstance(pred_shapes, Keypoints)
        stated = pc.fill_null(labels_with.column("area"), np.nan).to_numpy()
        found = find_keypoint_overlaps(
            label_image=image,
            labels=shapes,
            label_area=np.where(np.isnan(stated), areas_of(shapes), stated),
            pred_image=pred_image,
            predictions=pred_shapes,
        )
    counts, pred_counts = np.zeros(len(labels), bool), np.zeros(len(predictions), bool)
    counts[at[~are_unlabelled(shapes)]] = True
    pred_counts[pred_at] = True
    return Overlaps(at[found.label], pred_at[found.prediction], found.iou), counts, pred_counts


def _sizes(source: Rows, image: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n, 2) height and width of each image, -1 where they are unknown."""
    ids, place = np.unique(image, return_inverse=True)
    rows = source.rows("images", columns=("id", "width", "height"), where={"id": ids})
    sizes = np.stack([pc.fill_null(rows.column(name), -1).to_numpy() for name in ("height", "width")], axis=1)
    order = np.searchsorted(ints_of(rows, "id"), ids)
    return sizes.astype(np.int64)[order[place]]
