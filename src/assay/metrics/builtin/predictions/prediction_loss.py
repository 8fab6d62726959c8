"""How much a prediction costs the model, by what the labels say."""

from __future__ import annotations

import numpy as np

from assay.evaluation.loss import LEAST
from assay.metrics.met import NO_CLASS, Met
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="prediction_loss",
    version=1,
    title="Loss",
    levels=[Level.PREDICTION],
    outputs=[
        Output(
            "prediction_loss",
            meaning="-ln of the chance that the model gave to what the labels say",
            high=float(-np.log(LEAST)),
            bad=BadEnd.HIGH,
        )
    ],
    needs=[Need.RUN, Need.MATCHES],
    missing="The prediction was not compared: it is below the evaluation's confidence, or on an ignored region.",
)
def prediction_loss(view: View, *, level: Level) -> Values:
    """The cross-entropy of the prediction with what it met.

    What it measures
    ----------------
    -ln p[y], where y is the class of the label that the prediction met and p its class vector; chances below 0.001
    count as 0.001, so it ends at 6.9. Without a class vector, and on background, the chance is the confidence of a
    correct prediction and what is left of it, 1 - s, of any other.

    Why it matters
    --------------
    The order in which MLfix shows pairs of label and prediction: what the model is surest about and the labels deny
    comes first.

    When it misleads
    ----------------
    It is the loss of the class alone: a box that sits badly but meets its label costs nothing more.

    Example
    -------
    A correct prediction of .9 has 0.105, one of .9 on background 2.303.

    Reference
    ---------
    M91 of the metric definitions.
    """
    predictions, met = view.objects(level), Met.of(view)
    chance = np.where(met.correct, predictions.score, 1 - predictions.score)
    vectors = predictions.probabilities
    if vectors is not None and view.classes:
        ids = np.array([category.id for category in view.classes])
        place = np.minimum(np.searchsorted(ids, met.category), len(ids) - 1)
        told = (met.category != NO_CLASS) & (ids[place] == met.category) & (place < vectors.shape[1])
        rows = np.flatnonzero(told)
        given = vectors[rows, place[rows]]
        chance[rows] = np.where(np.isnan(given), chance[rows], given)
    return np.where(met.known, -np.log(np.clip(chance, LEAST, 1.0)), np.nan)
