"""Objects that change their class or their track from one frame to the next."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.evaluation.overlaps import Overlaps, find_overlaps
from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.tracks import Tracks
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd

SAME_OBJECT = 0.8
"""IoU with an object of the frame before above which the two are one object."""


@row_metric(
    slug="steadiness",
    version=1,
    title="Steady class and track",
    levels=[Level.ANNOTATION],
    outputs=[
        Output(
            "class_steadiness",
            title="Steady class",
            meaning="1; 0 where its track had another class before; 1 - IoU with an object before of another class",
            high=1.0,
            bad=BadEnd.LOW,
        ),
        Output(
            "track_steadiness",
            title="Steady track",
            meaning="1, or 1 - IoU with an object of the frame before that has another track",
            high=1.0,
            bad=BadEnd.LOW,
        ),
    ],
    missing="It has no box, its image is not a frame of a video, or, of a track, it has none.",
    whole_set=True,
)
def steadiness(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """Whether an object keeps its class and its track.

    What it measures
    ----------------
    Of the objects of the frame before, the one that overlaps most. Where that is by more than 0.8 (IoU) and it has
    another class, `class_steadiness` is 1 - IoU; where it has another track, `track_steadiness` is 1 - IoU. Else
    each is 1, as it is for the first frame. Of two that overlap equally the one of the same class, or track, counts.
    Where the object's own track had another class in the frame before, `class_steadiness` is 0, however far it moved.

    Why it matters
    --------------
    An object does not turn into another between two frames: a slip of the mouse, or a track broken in two.

    When it misleads
    ----------------
    Where two objects change places within one frame. Fast objects overlap less than 0.8 and are not looked at.

    Example
    -------
    `class_steadiness < 1` lists the objects whose class jumps, the surest first when sorted.

    Reference
    ---------
    M54 of the metric definitions; Encord Active's "Inconsistent Object Classification and Track IDs", which looks at
    overlap alone.
    """
    labels, frames = view.labels, view.frames
    rows = np.flatnonzero(frames.previous[labels.image] >= 0)
    pairs = find_overlaps(
        label_image=labels.image,
        label_boxes=labels.boxes,
        label_crowd=np.zeros(len(labels), np.bool_),
        pred_image=frames.previous[labels.image[rows]],
        pred_boxes=labels.boxes[rows],
        least=SAME_OBJECT,
    )
    pairs = Overlaps(pairs.label, rows[pairs.prediction], pairs.iou).only(pairs.iou > SAME_OBJECT)
    in_frame = frames.in_video[labels.image] & np.isfinite(labels.boxes).all(axis=1)
    has_track = labels.track >= 0
    same_class = labels.category[pairs.label] == labels.category[pairs.prediction]
    of_class = np.where(in_frame, _steadiness(pairs, same_class, len(labels)), np.nan)
    of_class[_turned_coats(view)] = 0.0
    pairs = pairs.only(has_track[pairs.label] & has_track[pairs.prediction])
    same_track = labels.track[pairs.label] == labels.track[pairs.prediction]
    of_track = np.where(in_frame & has_track, _steadiness(pairs, same_track, len(labels)), np.nan)
    return np.column_stack((of_class, of_track))


def _turned_coats(view: View) -> Ids:
    """Labels whose track has another class in the frame before."""
    tracks = Tracks.of(view)
    at = np.flatnonzero(tracks.steps == 1)
    category = view.labels.category[tracks.rows]
    turned: Ids = tracks.rows[at[category[at] != category[at - 1]]]
    return turned


def _steadiness(pairs: Overlaps, same: Flags, count: int) -> NDArray[np.float64]:
    """(count,) 1 - IoU of each object with the one before that overlaps most, where they are not the same; else 1."""
    order = np.lexsort((~same, -pairs.iou, pairs.prediction))
    rows, best = np.unique(pairs.prediction[order], return_index=True)
    best = order[best]
    steady = np.ones(count)
    steady[rows] = np.where(same[best], 1.0, 1 - pairs.iou[best])
    return steady
