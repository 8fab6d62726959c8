"""What a detector sees of a dataset: its tables, and the same as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Ids, Probabilities
from assay.detectors.learned import NOTHING, Learned
from assay.detectors.objects import Objects
from assay.detectors.own_evidence import OwnEvidence, own_evidence, own_evidence_since
from assay.detectors.video_frames import VideoFrames
from assay.evaluation.overlaps import Overlaps, by_pixels, find_overlaps
from assay.evaluation.pixels import PixelReader
from assay.geometry.drawn_masks import Masks, draw_masks
from assay.model.category import Category
from assay.model.level import Level
from assay.vectors.neighbours import Neighbours, Vectors, nearest
from assay.vectors.since import neighbours_since

_NEIGHBOURS = 30  # as many as any detector asks for, so that all share one search

_SIDES = ("width", "height")


@dataclass(frozen=True, eq=False)
class DatasetView:
    """One dataset as a detector sees it. All tables hold live rows only, in the schema of `schema/tables`.

    images, annotations : of the dataset.
    predictions : of one run; empty when there is none.
    categories : classes of the dataset; a probability vector is in the order of their ids.
    run_id : the run, None when there is none.
    digests : from image ids to the SHA-256 of each file (None where it cannot be read), hashing at the call, so
        ask for few; None when no file is at hand.
    frames : which frame of which video each image is; None where there are no videos.
    embeddings : of a level, (n, d) one vector of length 1 per row of its table, NaN where a row has none.
    pixels : reads what the run says of each pixel of an image; None where it says nothing of any.
    learned : what an earlier search learned from the embeddings; what is there is not learned anew.
    searched : the neighbours of the rows of each level, as far as they were asked for.

    What several detectors need is computed at the first use and kept.
    """

    images: pa.Table
    annotations: pa.Table
    predictions: pa.Table
    categories: Sequence[Category] = ()
    run_id: int | None = None
    digests: Callable[[Ids], Sequence[str | None]] | None = None
    embeddings: Mapping[Level, Vectors] = field(default_factory=dict)
    frames: VideoFrames | None = None
    pixels: PixelReader | None = None
    learned: Learned = NOTHING
    searched: dict[Level, Neighbours] = field(default_factory=dict, init=False, repr=False)

    def vectors(self, level: Level) -> Vectors:
        """(n, d) the embeddings of the rows of a level; (n, 1) of NaN where there are none."""
        found = self.embeddings.get(level)
        rows = self.images if level is Level.IMAGE else self.annotations
        return np.full((rows.num_rows, 1), np.nan, np.float32) if found is None else found

    def neighbours(self, level: Level, *, count: int) -> Neighbours:
        """The `count` nearest others of each row of a level by its embedding; searched once."""
        return self._near(level, self.vectors(level), count)

    def _near(self, level: Level, vectors: Vectors, count: int) -> Neighbours:
        found, then = self.searched.get(level), self.learned.near.get(level)
        if found is None or found.rows.shape[1] < count:
            if then is not None and then[0].rows.shape[1] >= count:
                found = neighbours_since(*then, vectors)
            else:
                found = nearest(vectors, count=max(count, _NEIGHBOURS))
            self.searched[level] = found
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
    def own_evidence(self) -> OwnEvidence | None:
        """What the other labels say of each by how it looks; None where there are too few labels with a vector."""
        if Level.ANNOTATION in self.embeddings:
            vectors = self.vectors(Level.ANNOTATION)
        elif Level.IMAGE in self.embeddings:
            vectors = self._image_vectors_of_labels()
        else:
            return None
        looks = vectors, self._near(Level.ANNOTATION, vectors, _NEIGHBOURS)
        if self.learned.taught is None:
            return own_evidence(self.labels, looks, class_ids=self.class_ids)
        taught, since = self.learned.taught
        return own_evidence_since(self.labels, looks, class_ids=self.class_ids, taught=taught, since=since)

    @cached_property
    def own_chances(self) -> Probabilities | None:
        """(labels, classes) the chances of `own_evidence`, NaN for a label that it does not speak of; else None."""
        found = self.own_evidence
        if found is None:
            return None
        chances = np.full((len(self.labels), len(self.class_ids)), np.nan)
        chances[found.label] = found.chances
        return chances

    def _image_vectors_of_labels(self) -> Vectors:
        """(labels, d) for the label of a whole image the vector of the image; NaN for the others."""
        ids = self.images["id"].to_numpy()
        order = np.argsort(ids)
        vectors = self.vectors(Level.IMAGE)[order[np.searchsorted(ids, self.labels.image, sorter=order)]]
        return np.where(self.labels.whole[:, None], vectors, np.float32(np.nan))

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
    def shape_overlaps(self) -> Overlaps:
        """The pairs of `overlaps`, by pixels where both have a mask: 0 where only their boxes meet."""
        masks = self.label_masks, self.predicted_masks
        return by_pixels(self.overlaps, *masks, label_crowd=self.labels.crowd)

    @cached_property
    def label_masks(self) -> Masks:
        """The masks of the labels, drawn once."""
        return self._masks(self.annotations, self.labels)

    @cached_property
    def predicted_masks(self) -> Masks:
        """The masks of the predictions, drawn once."""
        return self._masks(self.predictions, self.predicted)

    def _masks(self, rows: pa.Table, objects: Objects) -> Masks:
        ids = self.images["id"].to_numpy()
        order = np.argsort(ids)
        at = order[np.searchsorted(ids, objects.image, sorter=order)]
        sides = [pc.fill_null(self.images[name].cast(pa.float64()), np.nan).to_numpy()[at] for name in _SIDES]
        return draw_masks(rows["segmentation"], np.stack(sides, axis=1))

    @cached_property
    def class_ids(self) -> Ids:
        """Class ids in ascending order, which is the order of a probability vector."""
        return np.array(sorted(category.id for category in self.categories), np.int64)

    @cached_property
    def class_names(self) -> Mapping[int, str]:
        """Name of each class by id."""
        return {category.id: category.name for category in self.categories}
