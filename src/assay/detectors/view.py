"""What a detector sees of a dataset: its tables, and the same as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa

from assay.arrays import Ids
from assay.detectors.objects import Objects
from assay.evaluation.overlaps import Overlaps, find_overlaps
from assay.model.category import Category
from assay.model.level import Level
from assay.vectors.neighbours import Neighbours, Vectors, nearest

_NEIGHBOURS = 30  # as many as any detector asks for, so that all share one search


@dataclass(frozen=True, eq=False)
class DatasetView:
    """One dataset as a detector sees it. All tables hold live rows only, in the schema of `schema/tables`.

    images, annotations : of the dataset.
    predictions : of one run; empty when there is none.
    categories : classes of the dataset; a probability vector is in the order of their ids.
    run_id : the run, None when there is none.
    digests : from image ids to the SHA-256 of each file (None where it cannot be read), hashing at the call, so
        ask for few; None when no file is at hand.
    embeddings : of a level, (n, d) one vector of length 1 per row of its table, NaN where a row has none.

    What several detectors need is computed at the first use and kept.
    """

    images: pa.Table
    annotations: pa.Table
    predictions: pa.Table
    categories: Sequence[Category] = ()
    run_id: int | None = None
    digests: Callable[[Ids], Sequence[str | None]] | None = None
    embeddings: Mapping[Level, Vectors] = field(default_factory=dict)
    _neighbours: dict[Level, Neighbours] = field(default_factory=dict, init=False, repr=False)

    def vectors(self, level: Level) -> Vectors:
        """(n, d) the embeddings of the rows of a level; (n, 1) of NaN where there are none."""
        found = self.embeddings.get(level)
        rows = self.images if level is Level.IMAGE else self.annotations
        return np.full((rows.num_rows, 1), np.nan, np.float32) if found is None else found

    def neighbours(self, level: Level, *, count: int) -> Neighbours:
        """The `count` nearest others of each row of a level by its embedding; searched once."""
        found = self._neighbours.get(level)
        if found is None or found.rows.shape[1] < count:
            found = self._neighbours[level] = nearest(self.vectors(level), count=max(count, _NEIGHBOURS))
        return found.first(count)

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
