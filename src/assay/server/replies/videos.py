"""Videos: frames and tracks, as columns."""

from __future__ import annotations

from typing_extensions import TypedDict


class VideoFrames(TypedDict):
    """The frames in order: image, what its picture is asked for with, its name, its size as displayed."""

    id: list[int]
    v: list[str]
    name: list[str]
    width: list[int | None]
    height: list[int | None]


class VideoTracks(TypedDict):
    """Tracks in the order of their first frame; labels of track i are `start[i]` : `start[i + 1]`.

    `name` is null where labels without track ids were linked by where they lie.
    """

    name: list[str | None]
    start: list[int]


class VideoLabels(TypedDict):
    """Labels, track by track in order of time.

    `frame` counts from 0. `touched`: 0 as imported, 1 edited, 2 added here. `box` has x, y, w, h of each in turns.
    """

    id: list[int]
    frame: list[int]
    class_id: list[int]
    touched: list[int]
    box: list[float | None]


class Doubt(TypedDict):
    """What speaks against a label or a frame: `at` counts labels or frames; `issue` is null for a metric."""

    at: int
    words: str
    issue: int | None


class Video(TypedDict):
    """The video that an image is a frame of."""

    frames: VideoFrames
    tracks: VideoTracks
    labels: VideoLabels
    doubts: list[Doubt]
    frame_doubts: list[Doubt]
