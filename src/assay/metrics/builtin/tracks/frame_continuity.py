"""Frames in which a track is interrupted."""

from __future__ import annotations

import numpy as np

from assay.arrays import Flags
from assay.evaluation.overlaps import find_overlaps
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.tracks import Tracks
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd

SAME_PLACE = 0.5
"""IoU from which an object lies where the interrupted track should be."""

MISSING, BROKEN, WHOLE = 0.0, 0.5, 1.0
"""What a frame is given when an object is missing, has another track, or all is well."""


@row_metric(
    slug="frame_continuity",
    version=2,
    title="Unbroken tracks",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "frame_continuity",
            meaning="0 when an object of the frames before and after is missing, 0.5 when its track is another, else 1",
            high=1.0,
            bad=BadEnd.LOW,
        )
    ],
    needs=[Need.TRACKS],
    missing="It is the first or the last frame, or no frame of a video with tracks.",
)
def frame_continuity(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """Whether the tracks of the frames before and after go on in this one.

    What it measures
    ----------------
    Three frames in a row: of every track that is in the first and in the last but not in the middle one, the object
    is expected half way between its two boxes. 0.5 when the middle frame has an object there (IoU at least 0.5) whose
    track does not come from the frame before: the track is broken. 0 when it has none: the object is missing. The
    worst of all tracks counts; 1 when none is interrupted.

    Why it matters
    --------------
    An object forgotten in one frame teaches a tracker that things vanish; another id counts as an identity switch.

    When it misleads
    ----------------
    An object that is hidden for one frame is rightly missing there. Interruptions of two frames or more are not
    looked at; see `track_gaps`.

    Example
    -------
    `frame_continuity < 1` lists the frames to mend.

    Reference
    ---------
    M55 of the metric definitions; Encord Active's "Missing Objects and Broken Tracks".
    """
    labels, frames, tracks = view.labels, view.frames, Tracks.of(view)
    after = np.flatnonzero(tracks.steps == 2)
    first, last = tracks.rows[after - 1], tracks.rows[after]
    middle = frames.following[labels.image[first]]
    pairs = find_overlaps(
        label_image=labels.image,
        label_boxes=labels.boxes,
        label_crowd=np.zeros(len(labels), np.bool_),
        pred_image=middle,
        pred_boxes=(labels.boxes[first] + labels.boxes[last]) / 2,
        least=SAME_PLACE,
    )
    found = np.zeros(len(after), np.bool_)
    found[pairs.prediction[_begin_here(tracks, len(labels))[pairs.label]]] = True
    continuity = np.where((frames.previous >= 0) & (frames.following >= 0), WHOLE, np.nan)
    continuity[~np.isin(frames.video, frames.video[labels.image[tracks.rows]])] = np.nan
    np.minimum.at(continuity, middle, np.where(found, BROKEN, MISSING))
    return continuity


def _begin_here(tracks: Tracks, count: int) -> Flags:
    """(count,) labels whose track is not in the frame before."""
    begins = np.ones(count, np.bool_)
    begins[tracks.rows[tracks.steps == 1]] = False
    return begins
