"""Frames without labels between frames that have some."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType

LONGEST_HOLE = 3
"""Frames without labels in a row that count as forgotten; more may be an empty scene."""


@row_metric(
    slug="unlabelled_frame",
    version=2,
    title="Forgotten frame",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "unlabelled_frame",
            meaning="it has no label, though frames shortly before and after it do",
            type=MetricType.FLAG,
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
    needs=[Need.LABELS],
    missing="The image is not a frame of a video.",
    whole_set=True,
)
def unlabelled_frame(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """Whether a frame was passed over in labelling.

    What it measures
    ----------------
    Yes for a frame without labels in a hole of at most 3 such frames, with a labelled frame of the same video on
    either side.

    Why it matters
    --------------
    A frame that nobody labelled is training data that says "nothing is here".

    When it misleads
    ----------------
    Where the scene is empty for a moment. Longer holes are left out, forgotten or not. For images of no video see
    `missed_by_labels`.

    Example
    -------
    `unlabelled_frame` lists the frames to look at.

    Reference
    ---------
    M67 of the metric definitions.
    """
    frames = view.frames
    order = np.lexsort((frames.place, frames.video))
    order = order[frames.video[order] >= 0]
    empty = (np.diff(view.labels.offsets) == 0)[order]
    run = np.cumsum((np.diff(empty, prepend=False) != 0) | (np.diff(frames.video[order], prepend=-1) != 0))
    length = np.bincount(run)[run] if len(run) else run
    # A run at the end of a video has no frame after it; one at the beginning has none before it.
    at_an_end = np.bincount(run, (frames.previous[order] < 0) | (frames.following[order] < 0)) > 0 if len(run) else run
    flags = np.full(len(view.images), np.nan)
    flags[order] = empty & (length <= LONGEST_HOLE) & ~at_an_end[run]
    return flags
