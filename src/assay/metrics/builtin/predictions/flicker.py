"""Predictions that come and go between the frames of a video."""

from __future__ import annotations

import numpy as np

from assay.arrays import Flags, Ids
from assay.evaluation.overlaps import Overlaps, find_overlaps
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import Objects, View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType

SAME_PLACE = 0.5
"""IoU from which predictions of neighbouring frames mean the same object."""


@row_metric(
    slug="flicker",
    version=1,
    title="Flicker",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "flicker",
            meaning="objects predicted in the frame before and the one after, and not in this one",
            type=MetricType.WHOLE,
            bad=BadEnd.HIGH,
        ),
        Output(
            "class_flips",
            title="Class flips",
            meaning="predictions whose class differs from one and the same class in both frames beside it",
            type=MetricType.WHOLE,
            bad=BadEnd.HIGH,
        ),
    ],
    needs=[Need.RUN],
    missing="It is the first or the last frame, or no frame of a video.",
    whole_set=True,  # it looks at the frames beside it
)
def flicker(view: View, *, level: Level, confidence: float = 0.25) -> Values:  # noqa: ARG001 - one level
    """How many predictions vanish for this frame alone, and how many change their class for it.

    What it measures
    ----------------
    Of predictions of at least `confidence`: two of one class in the frames before and after that overlap (IoU at
    least 0.5) are one object. It flickers when no prediction of this frame overlaps both by as much; its class flips
    when the best one that does has another class.

    Why it matters
    --------------
    Things do not vanish for a thirtieth of a second: every flicker is an error of the model, found without a label,
    and a frame worth labelling.

    When it misleads
    ----------------
    Fast objects have moved on after two frames and are not seen as one. What is hidden for one frame is rightly gone.

    Example
    -------
    `flicker > 0` lists the frames in which something is lost for a moment.

    Reference
    ---------
    M94 of the metric definitions; Jin et al., "Unsupervised hard example mining from videos", 2018.
    """
    predictions, frames = view.objects(Level.PREDICTION), view.frames
    sure = predictions.score >= confidence
    second = np.where(frames.following >= 0, frames.following[frames.following], -1)
    around = _pairs(predictions, sure, to=second)
    around = around.only(predictions.category[around.label] == predictions.category[around.prediction])
    middle = frames.following[predictions.image[around.label]]
    into = _pairs(predictions, sure, to=frames.following)
    out_of = {(later, now): iou for now, later, iou in _rows(into)}
    seen_in: dict[int, list[int]] = {}
    for before, now, _ in _rows(into):
        seen_in.setdefault(before, []).append(now)
    lost, flips = np.zeros(len(view.images)), np.zeros(len(view.images))
    for before, after, frame in zip(around.label.tolist(), around.prediction.tolist(), middle.tolist(), strict=True):
        found = [(out_of[after, now], now) for now in seen_in.get(before, []) if (after, now) in out_of]
        if not found:
            lost[frame] += 1
        elif predictions.category[max(found)[1]] != predictions.category[before]:
            flips[frame] += 1
    is_between = (frames.previous >= 0) & (frames.following >= 0)
    return np.where(is_between[:, None], np.stack([lost, flips], axis=1), np.nan)


def _pairs(predictions: Objects, sure: Flags, *, to: Ids) -> Overlaps:
    """Predictions (as `label`) and those of the image `to` which theirs leads (as `prediction`) at one place."""
    ahead = np.where(sure, to[predictions.image], -1)
    earlier, later = np.flatnonzero(ahead >= 0), np.flatnonzero(sure)
    pairs = find_overlaps(
        label_image=ahead[earlier],
        label_boxes=predictions.boxes[earlier],
        label_crowd=np.zeros(len(earlier), bool),
        pred_image=predictions.image[later],
        pred_boxes=predictions.boxes[later],
        least=SAME_PLACE,
    )
    return Overlaps(earlier[pairs.label], later[pairs.prediction], pairs.iou)


def _rows(pairs: Overlaps) -> list[tuple[int, int, float]]:
    return list(zip(pairs.label.tolist(), pairs.prediction.tolist(), pairs.iou.tolist(), strict=True))
