"""How much of a skeleton cannot be seen."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.skeletons import Skeletons
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd

SEEN = 2
"""COCO's number for a keypoint that is labelled and visible."""

LEAST_CONFIDENCE = 0.5
"""Confidence of a predicted keypoint below which it counts as hidden."""


@row_metric(
    slug="occluded_keypoints",
    version=1,
    title="Hidden keypoints",
    levels=[Level.ANNOTATION, Level.PREDICTION],
    outputs=[
        Output(
            "occluded_keypoints",
            meaning="share of the keypoints that are hidden or not labelled; of a prediction, that are doubtful",
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
    needs=[Need.KEYPOINTS],
    missing="It has no keypoints, or none is labelled.",
)
def occluded_keypoints(view: View, *, level: Level) -> Values:
    """The share of keypoints that are not seen.

    What it measures
    ----------------
    Of a label the share of its keypoints whose visibility is 0 (not labelled) or 1 (hidden), not 2 (seen); unknown
    when all are 0. Of a prediction the share whose third number, where models write their confidence in the keypoint,
    is below 0.5.

    Why it matters
    --------------
    Hidden limbs are guessed by annotator and model alike; errors of pose gather there.

    When it misleads
    ----------------
    Tools that know no "hidden" write 0 or 2 only. Models that write 2, or 1, for every keypoint tell nothing.

    Example
    -------
    `occluded_keypoints > 0.5` lists the skeletons that are mostly hidden.

    Reference
    ---------
    M68 of the metric definitions; COCO's keypoint format, https://cocodataset.org/#format-data.
    """
    skeletons, count = Skeletons.of(view.objects(level)), len(view.objects(level))
    visible = skeletons.points[:, 2]
    hidden = visible < (SEEN if level is Level.ANNOTATION else LEAST_CONFIDENCE)
    total = np.bincount(skeletons.row, minlength=count)
    labelled = np.bincount(skeletons.row, visible > 0, minlength=count) > 0
    share = np.bincount(skeletons.row, hidden, minlength=count) / np.maximum(total, 1)
    return np.where(labelled, share, np.nan)
