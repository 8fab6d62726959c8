"""What a detector sees of a dataset: its tables, and the same as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from assay.arrays import Ids
from assay.detectors.objects import Objects
from assay.evaluation.overlaps import Overlaps, find_overlaps
from assay.model.category import Category


@dataclass(frozen=True, eq=False)
class DatasetView:
    """One dataset as a detector sees it. All tables hold live rows only, in the schema of `schema/tables`.

    images, annotations : of the dataset.
    predictions : of one run; empty when there is none.
    categories : classes of the dataset; a probability vector is in the order of their ids.
    run_id : the run, None when there is none.
    digests : from image ids to the SHA-256 of each file (None where it cannot be read), hashing at the call, so
        ask for few; None when no file is at hand.

    What several detectors need is computed at the first use and kept.
    """

    images: pa.Table
    annotations: pa.Table
    predictions: pa.Table
    categories: Sequence[Category] = ()
    run_id: int | None = None
    digests: Callable[[Ids], Sequence[str | None]] | None = None

    @cached_property
    def labels(self) -> Objects:
        """The labels as arrays."""
        return Objects.of(self.annotations)

    @cached_property
    def predicted(self) -> Objects:
        """The predictions as arrays."""
        return Objects.of(self.predictions)

    @cached_property
    def overlaps(self) -> Overlaps:
        """Every label and prediction of one image that share some area."""
        labels, predicted = self.labels, self.predicted
        return find_overlaps(
            label_image=labels.image,
            label_boxes=labels.boxes,
            label_crowd=labels.crowd,
            pred_image=predicted.image,
            pred_boxes=predicted.boxes,
        )

    @cached_property
    def class_ids(self) -> Ids:
        """Class ids in ascending order, which is the order of a probability vector."""
        return np.array(sorted(category.id for category in self.categories), np.int64)

    @cached_property
    def class_names(self) -> Mapping[int, str]:
        """Name of each class by id."""
        return {category.id: category.name for category in self.categories}
