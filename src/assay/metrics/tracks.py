"""The objects of each track, frame by frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.metrics.view import View


@dataclass(frozen=True, slots=True, eq=False)
class Tracks:
    """The m labels that have a track and lie in a frame, track by track, each in the order of time.

    rows : (m,) rows of the labels. place : (m,) place of the frame in its video.
    starts : (tracks + 1,) labels of track i are starts[i] : starts[i + 1].
    """

    rows: Ids
    place: Ids
    starts: Ids

    @classmethod
    def of(cls, view: View) -> Tracks:
        """The tracks of the labels; a track id means one object in one video."""
        labels, frames = view.labels, view.frames
        video, place = frames.video[labels.image], frames.place[labels.image]
        order = np.lexsort((labels.id, place, labels.track, video))
        rows = order[(labels.track[order] >= 0) & (video[order] >= 0)]
        changes = (np.diff(labels.track[rows]) != 0) | (np.diff(video[rows]) != 0)
        starts = np.concatenate(([0], np.flatnonzero(changes) + 1, [len(rows)])) if len(rows) else np.zeros(1, np.int64)
        return cls(rows, place[rows], starts)

    @property
    def number(self) -> Ids:
        """(m,) number of the track of each label, from 0."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @property
    def steps(self) -> Ids:
        """(m,) frames since the label before it in its track, at least 1; 0 for the first of a track."""
        steps = np.zeros(len(self.rows), np.int64)
        steps[1:] = np.maximum(np.diff(self.place), 1)
        steps[self.starts[:-1]] = 0
        return steps

    @property
    def inner(self) -> Flags:
        """(m,) which labels have one before and one after them in their track."""
        steps = self.steps
        return (steps > 0) & (np.append(steps[1:], 0) > 0)

    def means(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """(tracks,) mean over each track of a value (m,) per label."""
        means: NDArray[np.float64] = np.add.reduceat(values, self.starts[:-1]) / np.diff(self.starts)
        return means if len(self.rows) else np.zeros(0)

    def of_labels(self, values: NDArray[np.float64], *, count: int) -> NDArray[np.float64]:
        """(count,) or (count, k) the values (m,) or (m, k) at the rows of their labels; NaN for labels of no track."""
        spread = np.full((count, *values.shape[1:]), np.nan)
        spread[self.rows] = values
        return spread
