"""The skeletons of labels and predictions as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.metrics.view import Objects


@dataclass(frozen=True, slots=True, eq=False)
class Skeletons:
    """All keypoints of a table. Keypoint i belongs to object `row[i]`, and is number `place[i]` of its skeleton.

    points : (m, 3) x, y in px and what COCO calls v: of a label 0 not labelled, 1 hidden, 2 seen.
    """

    row: Ids
    place: Ids
    points: NDArray[np.float64]

    @classmethod
    def of(cls, objects: Objects) -> Skeletons:
        """The keypoints of all objects that have some; numbers that are no triples are left out."""
        column = objects.rows.column("keypoints").combine_chunks()
        lengths = pc.fill_null(pc.list_value_length(column), 0).to_numpy(zero_copy_only=False)
        whole = lengths % 3 == 0
        numbers = pc.list_flatten(column).to_numpy(zero_copy_only=False)[np.repeat(whole, lengths)]
        count = np.where(whole, lengths // 3, 0)
        row = np.repeat(np.arange(len(count)), count)
        place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        return cls(row, place, np.asarray(numbers, np.float64).reshape(-1, 3))
