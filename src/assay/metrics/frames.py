"""Images as frames of videos: which belong together, and in what order."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Flags, Ids
from assay.schema.own_fields import OwnValues

VIDEO_FIELDS = ("video", "video_id", "videoName")
"""What sources call the video an image is a frame of."""

FRAME_FIELDS = ("frame", "frame_id", "frame_index", "frameIndex")
"""What sources call a frame's place in its video."""

LEAST_FRAMES = 3
"""Numbered images from which a folder without track ids is a video."""

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Images as frames, (n,) each; -1 everywhere for an image that is no frame.

    video : number of its video. place : place in it, from 0.
    previous, following : the image before it and the one after it; -1 at the ends.
    guessed : frames by nothing but the size and the name of their images.
    """

    video: Ids
    place: Ids
    previous: Ids
    following: Ids
    guessed: Flags

    @classmethod
    def of(cls, rows: pa.Table, name_order: Ids, *, tracked: Ids) -> Frames:
        """The rows of `images`, whose names rank by `name_order` (n,), as frames; `tracked` : images with track ids.

        A video is what metadata, or else the source, says in one of `VIDEO_FIELDS`. Without that a folder is one when
        an image of it has track ids, or when its images are all of one size and their names count up one by one.
        Frames are in the order of `FRAME_FIELDS`, and of their names.
        """
        names = pc.coalesce(rows.column("path"), rows.column("file_name")).to_pylist()
        told = _told(rows, VIDEO_FIELDS)
        folders = [name.rpartition("/")[0] for name in names]
        for row, video in zip(told.rows.tolist(), told.values, strict=True):
            folders[row] = f"{video}"
        group = _number(folders)
        is_video = np.zeros(1 + group.max(initial=-1), np.bool_)
        is_video[group[told.rows]] = True
        is_video[group[tracked]] = True
        members = np.split(np.argsort(group, kind="stable"), np.cumsum(np.bincount(group))[:-1])
        guessed = np.zeros_like(is_video)
        for at in np.flatnonzero(~is_video):
            guessed[at] = _is_one_size(rows, members[at]) and _count_up([names[row] for row in members[at]])
        time = np.nan_to_num(_told(rows, FRAME_FIELDS).numbers)
        video = np.where((is_video | guessed)[group], group, -1)
        return cls._ordered(video, np.lexsort((name_order, time, group)), guessed[group])

    def without(self, videos: Ids) -> Frames:
        """The same, but that the images of these videos are no frames."""
        video = np.where(np.isin(self.video, videos), -1, self.video)
        return self._ordered(video, np.lexsort((self.place, video)), self.guessed & (video >= 0))

    @classmethod
    def _ordered(cls, video: Ids, order: Ids, guessed: Flags) -> Frames:
        order = order[video[order] >= 0]
        place, previous, following = (np.full(len(video), -1, np.int64) for _ in range(3))
        _, first, count = np.unique(video[order], return_index=True, return_counts=True)
        place[order] = np.arange(len(order)) - np.repeat(first, count)
        joined = video[order][1:] == video[order][:-1]
        previous[order[1:][joined]] = order[:-1][joined]
        following[order[:-1][joined]] = order[1:][joined]
        return cls(video, place, previous, following, guessed)

    @property
    def in_video(self) -> Flags:
        """(n,) which images are frames."""
        in_video: Flags = self.video >= 0
        return in_video


def natural(name: str) -> list[str | int]:
    """A sort key by which frame2 comes before frame10: what is no number and what is one, in turns."""
    parts: list[str | int] = [*_DIGITS.split(name)]
    parts[1::2] = map(int, parts[1::2])
    return parts


def _told(rows: pa.Table, fields: tuple[str, ...]) -> OwnValues:
    """What the metadata of each image says, where any does; else what the source said."""
    told = OwnValues.of(rows.column("metadata"), fields)
    return told if len(told.rows) else OwnValues.of(rows.column("extra"), fields)


def _number(values: list[str]) -> Ids:
    """A number per distinct value, in order of appearance."""
    known: dict[str, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], np.int64)


def _is_one_size(rows: pa.Table, members: Ids) -> bool:
    return all(len(pc.unique(rows.column(side).take(pa.array(members)))) == 1 for side in ("width", "height"))


def _count_up(names: list[str]) -> bool:
    """Whether names differ in their last number only, and those numbers are one another's successors."""
    parts = [re.fullmatch(r"(.*?)(\d+)(\D*)", name) for name in names]
    if len(names) < LEAST_FRAMES or None in parts:
        return False
    told = [part.groups() for part in parts if part]
    found = sorted(int(number) for _, number, _ in told)
    return len({(stem, end) for stem, _, end in told}) == 1 and found == list(range(found[0], found[0] + len(found)))
