"""How sure a model is of a prediction."""

from __future__ import annotations

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="confidence",
    version=1,
    title="Confidence",
    levels=[Level.PREDICTION],
    outputs=[Output("score", high=1.0, bad=BadEnd.LOW)],
    needs=[Need.RUN],
)
def confidence(view: View, *, level: Level) -> Values:
    """The confidence that the model gave the prediction.

    What it measures
    ----------------
    The score of the prediction as its file gives it, 0 to 1. It is the field `score`, which every query knows.

    Why it matters
    --------------
    Predictions of middling confidence are those that a person's look decides; `score between 0.5 and 0.8` lists them.

    When it misleads
    ----------------
    Models are surer than they are right, each in its own way: see `calibration_gap`.

    Example
    -------
    `score > 0.9 and match = "background"`: the model is sure, and nobody labelled it.

    Reference
    ---------
    M80 of the metric definitions; Encord Active's "Confidence".
    """
    return view.objects(level).score
