"""Masks of the store painted as segments: one for each object, or for all of a class in an image where it is stuff."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.errors import ArrayError
from assay.evaluation.panoptic import GROUND, Segments
from assay.evaluation.segmentation import VOID, paint
from assay.geometry.run_lengths import RunLengths, run_lengths
from assay.workflows.runs.object_arrays import flags_of, ints_of

LABEL_COLUMNS = ("id", "image_id", "category_id", "segmentation", "is_crowd", "ignore")
"""The columns of labels that are painted from."""
PREDICTION_COLUMNS = ("id", "image_id", "category_id", "segmentation", "score")
"""The columns of predictions that are painted from."""


@dataclass(frozen=True, slots=True, eq=False)
class MaskRows:
    """n masks of one side in some images. id, image, category : (n,) ids. rank : (n,) lowest is painted first.

    void, crowd : (n,) masks of ignored labels, and of crowds.
    """

    id: Ids
    image: Ids
    category: Ids
    masks: RunLengths
    rank: NDArray[np.float64]
    void: Flags
    crowd: Flags

    def __len__(self) -> int:
        return len(self.image)

    def segments(self, image: int, frame: tuple[int, int], *, class_ids: Ids, stuff: Flags) -> Segments:
        """The segments of an image of `frame` (height, width) pixels; their classes are places in `class_ids` (k,).

        `stuff` (k,) marks the classes whose masks are one segment.
        """
        rows = np.flatnonzero(self.image == image)
        rows = rows[np.argsort(self.rank[rows], kind="stable")]
        place = np.searchsorted(class_ids, self.category[rows])
        whose = np.where(stuff[place], place, len(class_ids) + np.arange(len(rows)))
        _, first, number = np.unique(whose, return_index=True, return_inverse=True)
        values = np.where(self.void[rows], VOID, number)
        return Segments(
            paint(self.masks, rows, values, frame=frame, ground=GROUND), place[first], self.crowd[rows][first]
        )


def label_masks(labels: pa.Table, frames: pa.Table) -> MaskRows:
    """The masks of labels, large ones first so that small ones are not hidden; ignored ones below all.

    `frames` are rows of the images, with `id`, `height` and `width`.

    Raises
    ------
    ArrayError : a polygon lies in an image of unknown size.
    """
    labels = _masked(labels)
    masks, void = _masks(labels, frames), flags_of(labels, "ignore")
    rank = np.where(void, -np.inf, -masks.areas)
    return MaskRows(*_ids(labels), masks, rank, void, flags_of(labels, "is_crowd"))


def prediction_masks(predictions: pa.Table, frames: pa.Table) -> MaskRows:
    """The masks of predictions, the most confident last; see `label_masks`."""
    predictions = _masked(predictions)
    none = np.zeros(len(predictions), bool)
    rank = predictions.column("score").to_numpy()
    return MaskRows(*_ids(predictions), _masks(predictions, frames), rank, none, none)


def _masked(rows: pa.Table) -> pa.Table:
    return rows.filter(pc.is_valid(rows.column("segmentation")))


def _ids(rows: pa.Table) -> tuple[Ids, Ids, Ids]:
    return ints_of(rows, "id"), ints_of(rows, "image_id"), ints_of(rows, "category_id")


def _masks(rows: pa.Table, frames: pa.Table) -> RunLengths:
    at = pc.index_in(rows.column("image_id"), value_set=frames.column("id").combine_chunks())
    sides = [frames.column(name).take(at) for name in ("height", "width")]
    if any(side.null_count for side in sides):
        raise ArrayError(
            "A mask lies in an image whose size is unknown, so that it cannot be painted.",
            hint="Import the dataset with its images, or with `width` and `height` in the file.",
        )
    sizes = np.stack([np.asarray(side, dtype=np.int64) for side in sides], axis=1)
    return run_lengths(rows.column("segmentation").to_pylist(), sizes)
