"""The masks of labels and predictions: polygons and run lengths, drawn into the frames of their images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.errors import ArrayError
from assay.geometry.run_lengths import Frames, RunLengths, run_lengths


@dataclass(frozen=True, slots=True, eq=False)
class Masks:
    """The masks of those objects that have one.

    number : (objects,) place in `runs`, -1 for an object without a mask.
    """

    number: Ids
    runs: RunLengths

    @property
    def has(self) -> Flags:
        """(objects,) which have a mask."""
        has: Flags = self.number >= 0
        return has

    def of(self, rows: Ids) -> Masks:
        """The masks of some of the objects."""
        return Masks(self.number[rows], self.runs)


def draw_masks(segmentations: pa.ChunkedArray, size: NDArray[np.float64]) -> Masks:
    """The masks of objects in images of `size` (n, 2), width and height in px, NaN where unknown.

    A segmentation that cannot be read, or whose own size is not that of the image, is no mask.
    """
    rows = np.flatnonzero(np.asarray(segmentations.is_valid()) & (size > 0).all(axis=1))
    texts = segmentations.take(pa.array(rows)).to_pylist()
    frames = size[rows, ::-1].astype(np.int64)
    try:
        runs = run_lengths(texts, frames)
    except ArrayError:
        good = _readable(texts, frames)
        rows, frames = rows[good], frames[good]
        runs = run_lengths([texts[at] for at in np.flatnonzero(good)], frames)
    fits = (runs.frames == frames).all(axis=1)
    number = np.full(len(segmentations), -1, np.int64)
    number[rows[fits]] = np.flatnonzero(fits)
    return Masks(number, runs)


def _readable(texts: Sequence[str], frames: Frames) -> Flags:
    good = np.zeros(len(texts), np.bool_)
    for at, text in enumerate(texts):
        try:
            run_lengths([text], frames[at : at + 1])
        except ArrayError:
            continue
        good[at] = True
    return good
