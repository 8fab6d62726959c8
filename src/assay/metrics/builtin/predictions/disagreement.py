"""How firmly a model says something else than the labels."""

from __future__ import annotations

import numpy as np

from assay.metrics.met import Met
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="disagreement",
    version=1,
    title="Disagreement with the labels",
    levels=[Level.PREDICTION],
    outputs=[
        Output(
            "disagreement",
            meaning="0: sure, and the labels say so too; 1: sure of something else",
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
    needs=[Need.RUN, Need.MATCHES],
    missing="The prediction was not compared: it is below the evaluation's confidence, or on an ignored region.",
)
def disagreement(view: View, *, level: Level) -> Values:
    """One less the confidence of a correct prediction, the confidence of any other.

    What it measures
    ----------------
    1 - s where the prediction is correct by the run's evaluation, else s.

    Why it matters
    --------------
    Near 1 the model and a person contradict each other, and one of them is wrong: the first place to look for label
    errors.

    When it misleads
    ----------------
    It follows the evaluation's IoU threshold: a box just below it counts as wrong.

    Example
    -------
    A correct prediction of .9 has 0.1, one of .9 on background 0.9.

    Reference
    ---------
    M90 of the metric definitions; LightlyStudio's disagreement.
    """
    score, met = view.objects(level).score, Met.of(view)
    return np.where(met.known, np.where(met.correct, 1 - score, score), np.nan)
