"""Labels as tracks over the frames of videos."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from assay.arrays import Flags, Ids
from assay.detectors.view import DatasetView


@dataclass(frozen=True, slots=True, eq=False)
class LabelTracks:
    """The m labels that have a track, track by track, each in the order of time.

    rows : (m,) rows of the labels. track, video, place : (m,) number of the track, of its video, place of the frame.
    frame_images : from (video, place) to the id of the image.
    """

    rows: Ids
    track: Ids
    video: Ids
    place: Ids
    frame_images: dict[tuple[int, int], int]

    @classmethod
    def of(cls, view: DatasetView) -> LabelTracks | None:
        """The tracks of the labels; a track id means one object in one video. None where there are none."""
        frames = view.frames
        if frames is None or not len(view.annotations):
            return None
        ids = view.images["id"].to_numpy()
        order = np.argsort(ids)
        home = order[np.searchsorted(ids, view.labels.image, sorter=order)]
        codes = view.annotations["track_id"].combine_chunks().dictionary_encode().indices
        named = pc.fill_null(codes, -1).to_numpy(zero_copy_only=False).astype(np.int64)
        video, place = frames.video[home], frames.place[home]
        keep = np.flatnonzero((named >= 0) & (video >= 0) & ~view.labels.ignored & ~view.labels.whole)
        rows = keep[np.lexsort((view.labels.id[keep], place[keep], named[keep], video[keep]))]
        if not len(rows):
            return None
        starts = (np.diff(named[rows], prepend=-1) != 0) | (np.diff(video[rows], prepend=-1) != 0)
        known = zip(frames.video.tolist(), frames.place.tolist(), ids.tolist(), strict=True)
        return cls(rows, np.cumsum(starts) - 1, video[rows], place[rows], {(v, p): i for v, p, i in known if v >= 0})

    @property
    def steps(self) -> Ids:
        """(m,) frames since the label before it in its track; 0 for the first of a track."""
        steps = np.diff(self.place, prepend=0)
        steps[np.diff(self.track, prepend=-1) != 0] = 0
        return steps

    @property
    def inner(self) -> Flags:
        """(m,) labels whose track has the frame before and the frame after."""
        steps = self.steps
        inner: Flags = (steps == 1) & (np.append(steps[1:], 0) == 1)
        return inner
