"""How an object moves and grows along its track."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.geometry.boxes import box_areas
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.tracks import Tracks
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType


@row_metric(
    slug="track_motion",
    version=1,
    title="Motion along the track",
    levels=[Level.ANNOTATION],
    outputs=[
        Output(
            "track_jitter",
            title="Jitter",
            meaning="distance from half way between its places before and after, in diagonals of its box",
            bad=BadEnd.HIGH,
        ),
        Output(
            "track_speed",
            title="Speed",
            meaning="way from its place before, in diagonals of its box per frame",
            bad=BadEnd.HIGH,
        ),
        Output(
            "size_jump",
            title="Size jump",
            meaning="how much it grew or shrank since the frame before: logarithm of the ratio, 0.69 is double or half",
            bad=BadEnd.HIGH,
        ),
        Output(
            "track_length",
            title="Track length",
            meaning="frames that its track is in",
            type=MetricType.WHOLE,
            low=1.0,
            bad=BadEnd.LOW,
        ),
        Output(
            "track_gaps",
            title="Gaps in the track",
            meaning="frames between the first and the last of its track that the track is not in",
            type=MetricType.WHOLE,
            bad=BadEnd.HIGH,
        ),
    ],
    needs=[Need.TRACKS],
    missing="It has no track in a video, or its track has none before it (or, for the jitter, after it).",
)
def track_motion(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """Jitter, speed and change of size along a track, its length and its gaps.

    What it measures
    ----------------
    Centres c and boxes of the objects of one track, frame t, with the one before at t - a and the one after at t + b.
    `track_jitter` is the distance of c(t) from the straight line at constant speed between its neighbours,
    (b c(t - a) + a c(t + b)) / (a + b); `track_speed` is |c(t) - c(t - a)| / a; both in diagonals of the box.
    `size_jump` is |log area(t) / area(t - a)|. `track_length` counts frames, `track_gaps` those in between without it.

    Why it matters
    --------------
    A box drawn carelessly in one frame jitters; a track that jumps has taken over another object; a track of one frame
    is no track.

    When it misleads
    ----------------
    A moving camera moves everything. At few frames a second, things truly turn and jump.

    Example
    -------
    `track_speed > 1` lists objects that moved by more than their own size between two frames.

    Reference
    ---------
    M59 of the metric definitions, our own.
    """
    labels, tracks = view.labels, Tracks.of(view)
    boxes, steps, number = labels.boxes[tracks.rows], tracks.steps, tracks.number
    centre, size = boxes[:, :2] + boxes[:, 2:] / 2, np.hypot(*boxes[:, 2:].T)
    size = np.where(size > 0, size, np.nan)
    has_past = steps > 0
    past = centre - _shifted(centre, 1)
    speed = np.where(has_past, np.hypot(*past.T) / np.maximum(steps, 1) / size, np.nan)
    ahead = np.append(steps[1:], 0)
    line = (ahead[:, None] * _shifted(centre, 1) + steps[:, None] * _shifted(centre, -1)) / np.maximum(
        ahead + steps, 1
    )[:, None]
    jitter = np.where(tracks.inner, np.hypot(*(centre - line).T) / size, np.nan)
    area = box_areas(boxes)
    with np.errstate(divide="ignore", invalid="ignore"):
        jump = np.abs(np.log(area / _shifted(area, 1)))
    jump = np.where(has_past, jump, np.nan)
    lasts = tracks.place[tracks.starts[1:] - 1] - tracks.place[tracks.starts[:-1]] + 1 if len(boxes) else steps
    is_new = ~has_past | (np.diff(tracks.place, prepend=-1) != 0)
    length = np.bincount(number, is_new, minlength=len(tracks.starts) - 1)
    values = np.column_stack((jitter, speed, jump, length[number], (lasts - length)[number]))
    return tracks.of_labels(np.where(np.isfinite(values), values, np.nan), count=len(labels))


def _shifted(values: NDArray[np.float64], by: int) -> NDArray[np.float64]:
    """The values of the label `by` places before; what is shifted around the ends is not to be read."""
    return np.roll(values, by, axis=0)
