"""Boxes that a tool drew between two frames."""

from __future__ import annotations

import numpy as np

from assay.arrays import Flags
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.tracks import Tracks
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType

LEAST_RUN = 5
"""Boxes in a row from which exact straightness is no chance."""

STRAIGHT = 0.01
"""Pixels by which a side may miss the straight line: what writing numbers down does."""

MOVES = 0.1
"""Pixels a frame by which a side must move: a thing that stands still is straight without a tool."""


@row_metric(
    slug="interpolated",
    version=1,
    title="Interpolated",
    levels=[Level.ANNOTATION],
    outputs=[
        Output(
            "interpolated",
            meaning="its box moves in an exactly straight line with those of the frames beside it",
            type=MetricType.FLAG,
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
    needs=[Need.TRACKS],
    missing="It has no track in a video.",
)
def interpolated(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """Whether a box was interpolated, and not drawn.

    What it measures
    ----------------
    Yes for each of 5 or more boxes in a row of one track, frame by frame, whose x, y, w and h all change by the same
    amounts from frame to frame, to 0.01 px, and of which one changes by more than 0.1 px.

    Why it matters
    --------------
    Interpolated boxes were looked at by nobody. Real motion is never exactly straight: they drift off the object
    between the frames that were drawn, and make a benchmark reward straight lines.

    When it misleads
    ----------------
    Tools that round to whole pixels hide what they interpolate. Made up scenes do move in straight lines.

    Example
    -------
    `interpolated` lists the boxes to look at.

    Reference
    ---------
    M60 of the metric definitions, our own.
    """
    labels, tracks = view.labels, Tracks.of(view)
    boxes, beside = labels.boxes[tracks.rows], tracks.steps == 1
    change = np.diff(boxes, axis=0, prepend=boxes[:1])
    moves = np.abs(change).max(axis=1, initial=0) > MOVES
    bend = np.abs(np.diff(change, axis=0, prepend=change[:1])).max(axis=1, initial=0)
    # A bend at i is that of the boxes i - 2, i - 1, i.
    straight = beside & np.roll(beside, 1) & (bend <= STRAIGHT) & moves
    if len(straight):
        straight[0] = False
    return tracks.of_labels(_runs(straight).astype(np.float64), count=len(labels))


def _runs(straight: Flags) -> Flags:
    """(m,) boxes in a run of at least `LEAST_RUN`, where `straight` marks the third and later boxes of each run."""
    run = np.cumsum(np.diff(straight, prepend=False) != 0)
    length = np.bincount(run, straight, minlength=len(straight) + 1)[run] if len(straight) else np.zeros(0)
    is_long = straight & (length >= LEAST_RUN - 2)
    marked = is_long.copy()
    for back in (1, 2):
        marked[:-back] |= is_long[back:]
    return marked
