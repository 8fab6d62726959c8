"""How sure a model is of what it sees in an image."""

from __future__ import annotations

from assay.metrics.class_chances import Aggregation, per_level
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="mean_object_confidence",
    version=1,
    title="Mean confidence",
    levels=[Level.IMAGE],
    outputs=[
        Output("mean_object_confidence", meaning="mean confidence of the image's predictions", high=1.0, bad=BadEnd.LOW)
    ],
    needs=[Need.RUN],
    missing="The run has no prediction in the image.",
)
def mean_object_confidence(view: View, *, level: Level) -> Values:
    """The mean confidence of the predictions in the image.

    What it measures
    ----------------
    The mean score over all predictions of the run in the image, however low they are.

    Why it matters
    --------------
    Images in which a model is sure of nothing are unlike those it learned from.

    When it misleads
    ----------------
    A run that keeps hundreds of predictions of 0.001 per image has a low mean everywhere: `max` of them, or a query by
    `score`, tells more. Where Encord Active gives an image without predictions 0, this is unknown.

    Example
    -------
    Predictions of .9 and .5 give 0.7.

    Reference
    ---------
    M85 of the metric definitions; Encord Active's "Mean Object Confidence".
    """
    score = view.objects(Level.PREDICTION).score
    return per_level(view, score, level=level, aggregation=Aggregation.MEAN.value)
