"""What a row metric sees of a dataset: images, labels and predictions as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids, Labels, Probabilities, Scores
from assay.model.category import Category

_BOX = ("x", "y", "w", "h")


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
        order = sorted(range(len(names)), key=lambda row: (_natural(names[row]), row))
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
    def crowd(self) -> Flags:
        """(n,) one region for many objects."""
        return np.asarray(self.rows.column("is_crowd"), np.bool_)

    @cached_property
    def kind(self) -> pa.Array:
        """(n,) the values of `ShapeKind`, as text."""
        return self.rows.column("kind").combine_chunks()

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
    """

    images: Images
    labels: Objects
    predictions: Objects | None = None
    classes: Sequence[Category] = ()
    matches: pa.Table | None = None


def _floats(rows: pa.Table, name: str) -> NDArray[np.float64]:
    values: NDArray[np.float64] = pc.fill_null(rows.column(name).cast(pa.float64()), np.nan).to_numpy()
    return values


def _natural(name: str) -> list[tuple[bool, int, str]]:
    """A sort key by which frame2 comes before frame10."""
    parts: list[tuple[bool, int, str]] = []
    run = ""
    for character in f"{name}\0":
        if run and character.isdecimal() != run.isdecimal():
            parts.append((not run.isdecimal(), int(run) if run.isdecimal() else 0, run))
            run = ""
        run += character
    return parts
