"""How far a prediction's confidence is from how often such predictions are right."""

from __future__ import annotations

import numpy as np

from assay.evaluation.calibration import reliability
from assay.metrics.met import Met
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="calibration_gap",
    version=1,
    title="Calibration gap",
    levels=[Level.PREDICTION],
    outputs=[
        Output(
            "calibration_gap",
            meaning="its confidence less how often predictions of about that confidence are right, without the sign",
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
    needs=[Need.RUN, Need.MATCHES],
    missing="The prediction was not compared: it is below the evaluation's confidence, or on an ignored region.",
    whole_set=True,
)
def calibration_gap(view: View, *, level: Level) -> Values:
    """The distance of the confidence from the precision of its bin.

    What it measures
    ----------------
    |s - precision of its bin|, over 15 bins of equally many compared predictions, as in the calibration error (ECE).

    Why it matters
    --------------
    It shows which confidences lie: where the gap is large, a threshold on the score does not mean what it says.

    When it misleads
    ----------------
    All predictions of a bin share one precision: the gap is that of a kind of prediction, not of this one.

    Example
    -------
    Of predictions of about .9 half are correct: each has a gap of about 0.4.

    Reference
    ---------
    M95 of the metric definitions; Guo et al., "On calibration of modern neural networks", 2017; bins of equal mass:
    Nguyen and O'Connor, 2015.
    """
    score, met = view.objects(level).score, Met.of(view)
    bins = reliability(score[met.known], met.correct[met.known])
    gap = np.full(len(score), np.nan)
    if len(bins.count):
        at = np.minimum(np.searchsorted(bins.high, score[met.known]), len(bins.high) - 1)
        gap[met.known] = np.abs(score[met.known] - bins.accuracy[at])
    return gap
