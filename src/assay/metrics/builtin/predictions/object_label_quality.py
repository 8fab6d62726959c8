"""How well the labels of an image agree with what a run is sure of."""

from __future__ import annotations

import numpy as np

from assay.metrics.label_scores import label_scores
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="object_label_quality",
    version=1,
    title="Quality of an image's labels",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "object_label_quality",
            meaning="geometric mean of the three scores beside it, 0 bad to 1 clean",
            high=1.0,
            bad=BadEnd.LOW,
        ),
        Output(
            "overlooked_score",
            title="Overlooked objects",
            meaning="near 0 where a sure prediction touches no label, 1 where there is none such",
            high=1.0,
            bad=BadEnd.LOW,
        ),
        Output(
            "bad_location_score",
            title="Location of labels",
            meaning="near 0 where the sure predictions of a label's class hardly fit it, 1 where all fit",
            high=1.0,
            bad=BadEnd.LOW,
        ),
        Output(
            "swapped_score",
            title="Class of labels",
            meaning="near 0 where a very sure prediction of another class lies on a label, 1 where there is none such",
            high=1.0,
            bad=BadEnd.LOW,
        ),
    ],
    needs=[Need.RUN, Need.LABELS],
)
def object_label_quality(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """How well the boxes labelled in an image agree with what a run is sure of.

    What it measures
    ----------------
    ObjectLab. The similarity of a label and a prediction is 0.9 IoU + 0.1 exp(-0.1 d), with d the distance of their
    centres in diagonals (the mean of the two). `label_box_quality` and `overlooked` score each label and prediction;
    here the soft minimum (temperature 0.1) over the objects of an image stands for each kind, and the geometric mean
    of the three for the image.

    Why it matters
    --------------
    Sorted by it, the images whose labels a model contradicts most come first.

    When it misleads
    ----------------
    An overconfident model contradicts right labels, and one whose confidences stay below 0.95 contradicts none: the
    detectors of errors ask for less and weigh more. Boxes alone are compared, as in the source: a mask by its box, a
    turned box as if it lay upright.

    Example
    -------
    `object_label_quality < 0.3` lists the images to look at first.

    Reference
    ---------
    M50 of the metric definitions; Tkachenko, Thyagarajan, Mueller, "ObjectLab", arXiv 2309.00832, 2023. cleanlab counts
    distances in pixels, so that beyond 50 px they say nothing whatever the size of the image, and takes the smallest
    similarity of the whole set as the least there is, so that an image scores differently in another batch; here the
    least is 0.001, always.
    """
    if view.predictions is None:
        return np.full((len(view.images), 4), np.nan)
    scores = label_scores(view)
    return np.stack([scores.image, scores.image_overlooked, scores.image_location, scores.image_swapped], axis=1)
