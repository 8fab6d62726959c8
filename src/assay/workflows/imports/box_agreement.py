"""How the surest boxes of a prediction file meet the labels, in each form that they could have."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.model.reading import BoxForm
from assay.store.snapshot import Snapshot
from assay.workflows.imports.box_fit import LEAST_ROWS
from assay.workflows.imports.box_forms import WORDS, Corners, Numbers, are_plain, corners, images_of, numbers_of
from assay.workflows.imports.object_rows import KnownImages

SAMPLE = 2000
"""So many of the surest boxes are held against the labels."""

ON_A_LABEL = 0.5
"""Overlap from which on a box lies on a label."""

LEAST_SHARE = 0.3
"""A form in which fewer boxes lie on a label proves nothing: the model may be bad, or the labels few."""

CLEARLY = 3
"""So many times more boxes must lie on a label in another form before it is suggested."""


class BoxAgreement:
    """Shares of the surest boxes that lie on a label of their image when read in each form, classes aside."""

    def __init__(self, read_as: BoxForm) -> None:
        self._read_as = read_as
        self._numbers = np.empty((4, 0))
        self._places = np.empty((4, 0))  # image id, width, height, score
        self._shares: dict[BoxForm, float] = {}

    def see(self, objects: pa.Table, images: KnownImages) -> None:
        """Keep the surest boxes of a batch and of those before it."""
        score = pc.fill_null(objects["score"], 0.0).to_numpy()
        plain = np.flatnonzero(are_plain(objects))
        objects = objects.take(pa.array(plain[_surest(score[plain])]))
        at, numbers = images_of(objects, images), numbers_of(objects)
        known = (at >= 0) & np.isfinite(numbers).all(axis=0)
        at, frames = at[known], images.frames
        score = objects["score"].to_numpy()[known]
        places = np.stack([frames.ids[at].astype(np.float64), frames.widths[at], frames.heights[at], score])
        self._numbers = np.hstack([self._numbers, numbers[:, known]])
        self._places = np.hstack([self._places, places])
        kept = _surest(self._places[3])
        self._numbers, self._places = self._numbers[:, kept], self._places[:, kept]

    def weigh(self, base: Snapshot, dataset_id: int) -> None:
        """Hold the boxes that were kept against the labels of their images."""
        ids = self._places[0].astype(np.int64)
        where = {"dataset_id": dataset_id, "image_id": np.unique(ids).tolist()}
        labels = base.rows("annotations", columns=("image_id", "x", "y", "w", "h"), where=where) if len(ids) else None
        if labels is None or not labels.num_rows:
            return
        owner, label = _pairs(ids, np.asarray(labels.column("image_id"), dtype=np.int64))
        met = np.unique(owner)
        if len(met) < LEAST_ROWS:
            return
        x, y, w, h = numbers_of(labels)[:, label]
        for form in BoxForm:
            boxes = corners(self._numbers[:, owner], form, self._places[1, owner], self._places[2, owner])
            on_a_label = _overlaps(boxes, (x, y, x + w, y + h)) >= ON_A_LABEL
            self._shares[form] = len(np.unique(owner[on_a_label])) / len(met)

    @property
    def better(self) -> BoxForm | None:
        """The form in which clearly more boxes lie on labels than in the one they were read in; None for none."""
        best = max(self._shares, key=self._shares.__getitem__, default=self._read_as)
        read = self._shares.get(self._read_as, 0.0)
        return best if self._shares.get(best, 0.0) >= LEAST_SHARE and self._shares[best] >= CLEARLY * read else None

    @property
    def agrees(self) -> bool:
        """Whether the boxes lie on labels as they were read, so that no fit can say otherwise."""
        read = self._shares.get(self._read_as, 0.0)
        return read >= LEAST_SHARE and self.better is None

    def sentence(self, form: BoxForm) -> str:
        """The evidence for another form."""
        return (
            f"Of the surest boxes {100 * self._shares[self._read_as]:.1f} % lie on a label when read as "
            f"{WORDS[self._read_as]}, {100 * self._shares[form]:.1f} % when read as {WORDS[form]}."
        )


def _surest(score: Numbers) -> NDArray[np.int64]:
    """Indexes of the highest scores, as many as are sampled."""
    if len(score) <= SAMPLE:
        return np.arange(len(score))
    return np.argpartition(-score, SAMPLE)[:SAMPLE]


def _pairs(images: NDArray[np.int64], label_images: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every box with every label of its image: index of the box, index of the label."""
    order = np.argsort(label_images, kind="stable")
    first = np.searchsorted(label_images, images, side="left", sorter=order)
    count = np.searchsorted(label_images, images, side="right", sorter=order) - first
    owner = np.repeat(np.arange(len(images)), count)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    return owner, order[np.repeat(first, count) + within]


def _overlaps(one: Corners, other: Corners) -> Numbers:
    """(n,) intersection over union of boxes pair by pair, 0 where one is no box."""
    left, top = np.maximum(one[0], other[0]), np.maximum(one[1], other[1])
    right, bottom = np.minimum(one[2], other[2]), np.minimum(one[3], other[3])
    shared = np.clip(right - left, 0, None) * np.clip(bottom - top, 0, None)
    areas = [np.clip(x2 - x1, 0, None) * np.clip(y2 - y1, 0, None) for x1, y1, x2, y2 in (one, other)]
    union = areas[0] + areas[1] - shared
    return np.asarray(np.divide(shared, union, out=np.zeros_like(shared), where=union > 0))
