"""Objects that shrink and change form because something hides them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.tracks import Tracks
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd

LEAST_FRAMES = 5
"""Frames from which a track has a usual size."""

HIDDEN = 0.3
"""Distance from the mean of the track above which an object is hidden; Encord Active has levels .3, .4 and .7."""

FARTHEST = np.sqrt(2)
"""The longest distance there is: both numbers lie in 0..1."""


@row_metric(
    slug="track_visibility",
    version=1,
    title="Visible in the video",
    levels=[Level.ANNOTATION],
    outputs=[
        Output(
            "track_visibility",
            meaning="1 fully visible; less the farther its area and form are from those of its track, when it is small",
            high=1.0,
            bad=BadEnd.LOW,
        )
    ],
    needs=[Need.TRACKS],
    missing=f"It has no track in a video, or one of fewer than {LEAST_FRAMES} frames, or no area.",
)
def track_visibility(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """How far an object is from the usual size and form of its track.

    What it measures
    ----------------
    Over each track of 5 frames or more, area and aspect (w / h) are scaled to 0..1 between their least and greatest.
    d is the distance of an object from the mean of its track in these two. Where d is above 0.3 and the area below the
    mean the object is taken to be hidden, and has 1 - d / √2; any other has 1.

    Why it matters
    --------------
    Half hidden objects are labelled unevenly; a test set should say how many it has.

    When it misleads
    ----------------
    The scale is that of the track: of an object that hardly changes, the smallest change is the whole scale. One that
    drives away shrinks, too.

    Example
    -------
    `track_visibility < 0.5` lists the objects that are mostly hidden.

    Reference
    ---------
    M56 of the metric definitions; Encord Active's "Detect Occlusion in Video", which has 1 / d, and 100 for what is
    not hidden.
    """
    labels, tracks = view.labels, Tracks.of(view)
    area = labels.area[tracks.rows]
    width, height = labels.boxes[tracks.rows, 2:].T
    aspect = np.divide(width, height, out=np.full(len(width), np.nan), where=height > 0)
    area, aspect = _scaled(area, tracks), _scaled(aspect, tracks)
    number = tracks.number
    below = tracks.means(area)[number] - area
    distance = np.hypot(below, aspect - tracks.means(aspect)[number])
    is_hidden = (distance > HIDDEN) & (below > 0)
    visible = np.where(is_hidden, 1 - np.minimum(distance / FARTHEST, 1), 1.0)
    visible[np.isnan(distance) | (np.diff(tracks.starts)[number] < LEAST_FRAMES)] = np.nan
    return tracks.of_labels(visible, count=len(labels))


def _scaled(values: NDArray[np.float64], tracks: Tracks) -> NDArray[np.float64]:
    """(m,) values between the least of their track, 0, and the greatest, 1; 0 where the track has one value."""
    if not len(values):
        return values
    low, high = (extreme.reduceat(values, tracks.starts[:-1])[tracks.number] for extreme in (np.minimum, np.maximum))
    return (values - low) / np.where(high > low, high - low, 1.0)
