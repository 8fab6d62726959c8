"""How much a run's confidence speaks against a label."""

from __future__ import annotations

import numpy as np

from assay.evaluation.outcomes import BACKGROUND
from assay.metrics.label_scores import candidates
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType

SAME_OBJECT = 0.5
"""IoU from which a label and a prediction are of one object."""

CERTAIN = 0.95
"""Confidence above which a prediction that meets no label is possibly a missing one."""


@row_metric(
    slug="mistakenness",
    version=1,
    title="Mistakenness",
    levels=[Level.ANNOTATION],
    outputs=[
        Output(
            "mistakenness",
            meaning="above 0.5 where the prediction at its place has another class, the more the surer it is",
            high=1.0,
            bad=BadEnd.HIGH,
        ),
        Output(
            "mistakenness_location",
            title="Mistakenness of the place",
            meaning="high where a sure prediction at its place fits badly",
            high=1.0,
            bad=BadEnd.HIGH,
        ),
        Output(
            "possible_spurious",
            title="Possibly spurious",
            meaning="no prediction meets it",
            type=MetricType.FLAG,
            high=1.0,
            bad=BadEnd.HIGH,
        ),
    ],
    needs=[Need.RUN, Need.LABELS],
    missing="It is crowd or ignored; mistakenness needs a prediction that meets it.",
)
def mistakenness(view: View, *, level: Level, confidence: float = 0.0) -> Values:  # noqa: ARG001 - one level
    """How much the prediction at a label's place speaks against it.

    What it measures
    ----------------
    Labels and predictions of at least `confidence` are matched one to one, whatever their classes (IoU 0.5 or more).
    Boxes alone are compared: a mask by its box, a turned box as if it lay upright.
    With s the confidence of a label's prediction: `mistakenness` = (1 ± s) / 2, + where the classes differ;
    `mistakenness_location` = (s (2 i - 1) + 1) / 2 with i = (1 - IoU) / 0.5. A label without a prediction is possibly
    spurious.

    Why it matters
    --------------
    Sorted by it, the labels come first of which the model is sure that they are wrong.

    When it misleads
    ----------------
    A prediction takes one label only: of two labels on one object the worse is left alone, and so is one whose
    prediction went to a neighbour. The detectors of errors weigh what the model misses anyway.

    Example
    -------
    `mistakenness > 0.95` lists labels whose class a sure prediction contradicts.

    Reference
    ---------
    M43, M44 and M45 of the metric definitions; FiftyOne's `compute_mistakenness`.
    """
    predictions, labels = view.objects(Level.PREDICTION), view.labels
    if view.predictions is None:
        return np.full((len(labels), 3), np.nan)
    matches = candidates(view).match(iou=SAME_OBJECT, confidence=confidence)
    label, prediction = matches.label_index[: len(labels)], matches.pred_index[: len(labels)]
    met = prediction >= 0
    found = np.full((len(labels), 3), np.nan)
    sure = predictions.score[prediction[met]]
    against = labels.category[label[met]] != predictions.category[prediction[met]]
    gap = (1 - matches.iou[: len(labels)][met]) / (1 - SAME_OBJECT)
    found[label[met], 0] = (np.where(against, sure, -sure) + 1) / 2
    found[label[met], 1] = (sure * (2 * gap - 1) + 1) / 2
    found[label, 2] = ~met
    found[labels.crowd | np.asarray(labels.rows.column("ignore"), np.bool_)] = np.nan
    return found


@row_metric(
    slug="possible_missing",
    version=1,
    title="Possibly missing",
    levels=[Level.PREDICTION],
    outputs=[
        Output(
            "possible_missing",
            meaning=f"no label meets it, and its confidence is above {CERTAIN}",
            type=MetricType.FLAG,
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
    needs=[Need.RUN, Need.LABELS],
)
def possible_missing(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """Whether a sure prediction has no label.

    What it measures
    ----------------
    Labels and predictions are matched one to one, whatever their classes (IoU 0.5 or more): yes for a prediction of
    confidence above 0.95 that is left alone on background. Boxes alone are compared: a mask by its box, a turned
    box as if it lay upright.

    Why it matters
    --------------
    A missing label teaches a detector that the object is background.

    When it misleads
    ----------------
    Few models reach 0.95; the detector of missing objects asks for less.

    Example
    -------
    `possible_missing` lists such predictions.

    Reference
    ---------
    M45 of the metric definitions; FiftyOne's `compute_mistakenness`.
    """
    predictions = view.objects(Level.PREDICTION)
    matches = candidates(view).match(iou=SAME_OBJECT, confidence=0.0)
    alone = matches.pred_index[(matches.label_index < 0) & (matches.outcome == BACKGROUND)]
    flags = np.zeros(len(predictions))
    flags[alone] = predictions.score[alone] > CERTAIN
    return flags
