"""Rows of labels and predictions as sequences: one class in one video, frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.errors import ArrayError
from assay.evaluation.overlaps import Overlaps


@dataclass(frozen=True, slots=True, eq=False)
class TrackRows:
    """Labels or predictions, (n,) each: number of the video, of the frame in the order of time, track and class.

    A frame's number belongs to one video only.
    """

    video: Ids
    frame: Ids
    track: Ids
    category: Ids

    def __len__(self) -> int:
        return len(self.frame)

    def only(self, kept: Flags) -> TrackRows:
        """The rows that `kept` marks."""
        return TrackRows(self.video[kept], self.frame[kept], self.track[kept], self.category[kept])


class Frames(NamedTuple):
    """f frames of one class, as compiled loops take them.

    labels, found : tracks of the labels and of the predictions, frame by frame; those of frame i begin at
        `label_starts[i]` and at `pred_starts[i]`.
    pair_label, pair_pred, pair_iou : what overlaps: places in the frame, and IoU; from `pair_starts[i]` on.
    """

    label_starts: Ids
    labels: Ids
    pred_starts: Ids
    found: Ids
    pair_starts: Ids
    pair_label: Ids
    pair_pred: Ids
    pair_iou: NDArray[np.float64]


class Sequence(NamedTuple):
    """One class in one video; tracks are numbered from 0 in each."""

    category: int
    label_tracks: int
    pred_tracks: int
    frames: Frames


class Sequences:
    """The sequences of labels and predictions, and of the `pairs` of one class that overlap.

    A cell is one class in one frame; the cells of a sequence lie side by side, in the order of time.
    """

    def __init__(
        self, labels: TrackRows, predictions: TrackRows, pairs: Overlaps, *, label_kept: Flags, pred_kept: Flags
    ) -> None:
        sides = (labels, predictions)
        video, category, frame = (
            np.concatenate([getattr(side, name) for side in sides]) for name in ("video", "category", "frame")
        )
        self._categories, _, sequence = _number_pairs(category, video)
        of_cell, _, cell = _number_pairs(sequence, frame)
        count = len(labels)
        self._first_cell = np.searchsorted(of_cell, np.arange(len(self._categories) + 1))
        self._labels = _Side(cell[:count], sequence[:count], labels.track, label_kept, self._first_cell)
        self._found = _Side(cell[count:], sequence[count:], predictions.track, pred_kept, self._first_cell)
        pairs = pairs.only(pred_kept[pairs.prediction])
        at = cell[pairs.label]
        order = np.argsort(at, kind="stable")
        self._pair_starts = np.searchsorted(at[order], np.arange(len(of_cell) + 1))
        self._pair_label = self._labels.place[pairs.label[order]]
        self._pair_pred = self._found.place[pairs.prediction[order]]
        self._pair_iou = pairs.iou[order]

    def __iter__(self) -> Iterator[Sequence]:
        for at, category in enumerate(self._categories.tolist()):
            frames = self._frames(*self._first_cell[at : at + 2].tolist())
            yield Sequence(category, self._labels.tracks[at], self._found.tracks[at], frames)

    def all(self) -> Frames:
        """The cells of all sequences, one after the other."""
        return self._frames(0, len(self._pair_starts) - 1)

    def of_predictions(self, found: Flags) -> Flags:
        """(p,) flags of the rows of predictions, from those of the predictions of `all`."""
        flags = np.zeros(len(self._found.place), bool)
        flags[self._found.order] = found
        return flags

    def _frames(self, first: int, last: int) -> Frames:
        begin, end = self._pair_starts[first], self._pair_starts[last]
        return Frames(
            *self._labels.cells(first, last),
            *self._found.cells(first, last),
            self._pair_starts[first : last + 1] - begin,
            self._pair_label[begin:end],
            self._pair_pred[begin:end],
            self._pair_iou[begin:end],
        )


class _Side:
    """The kept rows of labels or of predictions by cell.

    order : rows in the order of the cells. place : place of each row in its cell. tracks : how many each sequence has.
    """

    def __init__(self, cell: Ids, sequence: Ids, track: Ids, kept: Flags, first_cell: Ids) -> None:
        rows = np.flatnonzero(kept)
        self.order = rows[np.argsort(cell[rows], kind="stable")]
        cells, sequences = cell[self.order], sequence[self.order]
        self._starts = np.searchsorted(cells, np.arange(first_cell[-1] + 1))
        self.place = np.zeros(len(kept), np.int64)
        self.place[self.order] = np.arange(len(rows)) - self._starts[cells]
        of_track, names, number = _number_pairs(sequences, track[self.order])
        first_track = np.searchsorted(of_track, np.arange(len(first_cell)))
        self.tracks: list[int] = np.diff(first_track).tolist()
        self._track = number - first_track[sequences]
        _, seen, place = _number_pairs(cells, number)
        twice = seen[np.bincount(place) > 1]
        if len(twice):
            raise ArrayError(f"Track {names[twice[0]]} stands twice in a frame.", hint="A track is one object.")

    def cells(self, first: int, last: int) -> tuple[Ids, Ids]:
        begin, end = self._starts[first], self._starts[last]
        return self._starts[first : last + 1] - begin, self._track[begin:end]


def _number_pairs(first: Ids, second: Ids) -> tuple[Ids, Ids, Ids]:
    """The distinct pairs in rising order, (m,) and (m,), and (n,) the number of each row's pair among them."""
    (firsts, a), (seconds, b) = (np.unique(part, return_inverse=True) for part in (first, second))
    keys, number = np.unique(a * len(seconds) + b, return_inverse=True)
    width = max(1, len(seconds))
    return firsts[keys // width], seconds[keys % width], number
