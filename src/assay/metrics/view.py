"""What a row metric sees of a dataset: images, labels and predictions as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids, Labels, Probabilities, Scores
from assay.evaluation.overlaps import Overlaps
from assay.evaluation.pixels import PixelReader
from assay.geometry.drawn_masks import Masks, draw_masks
from assay.metrics.frames import Frames, natural
from assay.metrics.link_frames import link_videos
from assay.metrics.object_overlaps import own_overlaps
from assay.model.category import Category
from assay.model.level import Level
from assay.model.shape import ShapeKind
from assay.schema.tables import PREDICTIONS
from assay.vectors.neighbours import Neighbours, Vectors, nearest

_BOX = ("x", "y", "w", "h")
_NEIGHBOURS = 30  # as many as any metric asks for by default, so that all share one search


@dataclass(frozen=True, eq=False)
class Images:
    """The images of a dataset, in order of id. `rows` has the columns of `schema/tables.IMAGES`."""

    rows: pa.Table

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    @cached_property
    def id(self) -> Ids:
        """(n,) ascending."""
        return np.asarray(self.rows.column("id"), np.int64)

    @cached_property
    def size(self) -> NDArray[np.float64]:
        """(n, 2) width and height in px of the frame that labels live in; NaN where unknown."""
        return np.stack([_floats(self.rows, "width"), _floats(self.rows, "height")], axis=1)

    @cached_property
    def frame_order(self) -> Ids:
        """(n,) place of each image among all by natural order of its name: the order of a video's frames."""
        names = self.rows.column("file_name").to_pylist()
        order = sorted(range(len(names)), key=lambda row: (natural(names[row]), row))
        place = np.empty(len(names), np.int64)
        place[order] = np.arange(len(names))
        return place


@dataclass(frozen=True, eq=False)
class Objects:
    """Labels or predictions, sorted by image and then by id. `rows` has the columns of their table.

    image : (n,) the row in `Images` that each lies in.
    offsets : (images + 1,) objects of image i are rows offsets[i] : offsets[i + 1].
    """

    rows: pa.Table
    image: Ids
    offsets: Ids

    @classmethod
    def of(cls, rows: pa.Table, images: Images) -> Objects:
        """Rows of `annotations` or `predictions` of these images, in any order."""
        ids, of_image = np.asarray(rows.column("id"), np.int64), np.asarray(rows.column("image_id"), np.int64)
        order = np.lexsort((ids, of_image))
        if not np.array_equal(order, np.arange(len(order))):
            rows, of_image = rows.take(pa.array(order)), of_image[order]
        image = np.searchsorted(images.id, of_image)
        return cls(rows, image, np.searchsorted(image, np.arange(len(images) + 1)))

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    @cached_property
    def id(self) -> Ids:
        """(n,) ids."""
        return np.asarray(self.rows.column("id"), np.int64)

    @cached_property
    def category(self) -> Labels:
        """(n,) class ids."""
        return np.asarray(self.rows.column("category_id"), np.int32)

    @cached_property
    def boxes(self) -> Boxes:
        """(n, 4) x, y, w, h in px; NaN for a whole image."""
        return np.stack([_floats(self.rows, name) for name in _BOX], axis=1)

    @cached_property
    def area(self) -> NDArray[np.float64]:
        """(n,) area in px²; NaN where unknown."""
        return _floats(self.rows, "area")

    @cached_property
    def rotation(self) -> NDArray[np.float64]:
        """(n,) clockwise rotation about the centre of the box in radians; NaN where none is told."""
        return _floats(self.rows, "rotation")

    @cached_property
    def crowd(self) -> Flags:
        """(n,) one region for many objects."""
        return np.asarray(self.rows.column("is_crowd"), np.bool_)

    @cached_property
    def kind(self) -> pa.Array:
        """(n,) the values of `ShapeKind`, as text."""
        return self.rows.column("kind").combine_chunks()

    @cached_property
    def whole(self) -> Flags:
        """(n,) of the image as a whole: it has no place in it."""
        return np.asarray(pc.equal(self.kind, ShapeKind.WHOLE_IMAGE.value), np.bool_)

    @cached_property
    def track(self) -> Ids:
        """(n,) a number per track id, from 0; -1 for an object without a track."""
        codes = self.rows.column("track_id").combine_chunks().dictionary_encode().indices
        return np.asarray(pc.fill_null(codes, -1), np.int64)

    @cached_property
    def score(self) -> Scores:
        """(n,) confidence. Predictions only."""
        return np.asarray(self.rows.column("score"), np.float64)

    @cached_property
    def probabilities(self) -> Probabilities | None:
        """(n, classes) class vectors, rows of NaN where one has none; None where no prediction has one."""
        column = self.rows.column("probabilities").combine_chunks()
        if column.null_count == len(column):
            return None
        has = np.asarray(column.is_valid())
        vectors = np.asarray(column.drop_null().flatten(), np.float64).reshape(int(has.sum()), -1)
        out = np.full((len(column), vectors.shape[1]), np.nan)
        out[has] = vectors
        return out


@dataclass(frozen=True, eq=False)
class View:
    """One dataset as a row metric sees it: live rows only.

    classes : of the dataset, in order of id; a class vector is in that order.
    predictions : of one run; None when there is none. `matches` : rows of its evaluation, None when there is none.
    other_runs : reads the predictions of the dataset's other runs, for who asks.
    embeddings : of a level, (n, d) one vector of length 1 per row of it, NaN where a row has none.
    pixels : reads what the run says of each pixel of an image; None where it says nothing of any.
    standing : metrics, by level and slug, that may go on from their own columns as they stand.
    """

    images: Images
    labels: Objects
    predictions: Objects | None = None
    classes: Sequence[Category] = ()
    matches: pa.Table | None = None
    other_runs: Callable[[], Sequence[Objects]] = tuple
    embeddings: Mapping[Level, Vectors] = field(default_factory=dict)
    pixels: PixelReader | None = None
    standing: frozenset[tuple[Level, str]] = frozenset()

    def objects(self, level: Level) -> Objects:
        """The labels or the predictions, as `level` says; no predictions where there is no run."""
        return self.labels if level is Level.ANNOTATION else self._predicted

    def masks(self, level: Level) -> Masks:
        """The masks of the labels or of the predictions, as `level` says; drawn once."""
        return self._label_masks if level is Level.ANNOTATION else self._prediction_masks

    def overlaps(self, level: Level) -> Overlaps:
        """Every two labels, or predictions, of one image that overlap, by their shapes; found once."""
        return self._label_overlaps if level is Level.ANNOTATION else self._prediction_overlaps

    def frame_size(self, level: Level) -> NDArray[np.float64]:
        """(n, 2) width and height in px of the image of each label or prediction; NaN where unknown."""
        return self.images.size[self.objects(level).image]

    def ids(self, level: Level) -> Ids:
        """(n,) the ids of the rows of a level."""
        return self.images.id if level is Level.IMAGE else self.objects(level).id

    def vectors(self, level: Level) -> Vectors:
        """(n, d) the embeddings of a level; (n, 1) of NaN where there are none."""
        found = self.embeddings.get(level)
        return np.full((len(self.ids(level)), 1), np.nan, np.float32) if found is None else found

    def neighbours(self, level: Level, *, count: int) -> Neighbours:
        """The `count` nearest others of each row of a level by its embedding; searched once."""
        found = self._neighbours.get(level)
        if found is None or found.rows.shape[1] < count:
            found = self._neighbours[level] = nearest(self.vectors(level), count=max(count, _NEIGHBOURS))
        return found.first(count)

    @cached_property
    def frames(self) -> Frames:
        """The images as frames of videos; names alone make none where labels do not go on from image to image."""
        labels = self.labels
        frames = Frames.of(self.images.rows, self.images.frame_order, tracked=labels.image[labels.track >= 0])
        guessed = np.flatnonzero(frames.guessed[labels.image])
        image = labels.image[guessed]
        numbers, video = np.unique(frames.video[image], return_inverse=True)
        going_on = link_videos(
            video, frames.place[image], labels.category[guessed].astype(np.int64), labels.boxes[guessed]
        )
        return frames.without(numbers[~going_on])

    @cached_property
    def _neighbours(self) -> dict[Level, Neighbours]:
        return {}

    @property
    def _predicted(self) -> Objects:  # not kept: a view with more columns is a copy of this one
        return self._nothing_predicted if self.predictions is None else self.predictions

    @cached_property
    def _nothing_predicted(self) -> Objects:
        return Objects.of(PREDICTIONS.arrow.empty_table(), self.images)

    @cached_property
    def _label_masks(self) -> Masks:
        return draw_masks(self.labels.rows.column("segmentation"), self.frame_size(Level.ANNOTATION))

    @cached_property
    def _prediction_masks(self) -> Masks:
        return draw_masks(self._predicted.rows.column("segmentation"), self.frame_size(Level.PREDICTION))

    @cached_property
    def _label_overlaps(self) -> Overlaps:
        return _overlaps(self.labels, self._label_masks)

    @cached_property
    def _prediction_overlaps(self) -> Overlaps:
        return _overlaps(self._predicted, self._prediction_masks)


def _overlaps(objects: Objects, masks: Masks) -> Overlaps:
    return own_overlaps(image=objects.image, boxes=objects.boxes, rotation=objects.rotation, masks=masks)


def _floats(rows: pa.Table, name: str) -> NDArray[np.float64]:
    values: NDArray[np.float64] = pc.fill_null(rows.column(name).cast(pa.float64()), np.nan).to_numpy()
    return values
