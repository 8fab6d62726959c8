"""Images as frames of videos."""

from __future__ import annotations

from dataclasses import dataclass

from assay.arrays import Ids


@dataclass(frozen=True, slots=True, eq=False)
class VideoFrames:
    """Which frame of which video each image is: (n,) each, a row per image; -1 for an image that is no frame."""

    video: Ids
    place: Ids
