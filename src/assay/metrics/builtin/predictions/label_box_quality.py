"""How well each labelled box agrees with what a run is sure of."""

from __future__ import annotations

import numpy as np

from assay.metrics.label_scores import label_scores
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="label_box_quality",
    version=1,
    title="Quality of labelled boxes",
    levels=[Level.ANNOTATION],
    outputs=[
        Output(
            "bad_location_score",
            title="Location of labels",
            meaning="similarity to the prediction of its class that fits best; 1 when none touches it",
            high=1.0,
            bad=BadEnd.LOW,
        ),
        Output(
            "swapped_score",
            title="Class of labels",
            meaning="1 - similarity to the nearest very sure prediction of another class; 1 when there is none",
            high=1.0,
            bad=BadEnd.LOW,
        ),
    ],
    needs=[Need.RUN, Need.LABELS],
    missing="It is a crowd or ignored region, or the label of a whole image.",
)
def label_box_quality(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """How well a labelled box agrees with the predictions that are sure.

    What it measures
    ----------------
    With the similarity 0.9 IoU + 0.1 exp(-0.1 d), d the distance of centres in diagonals. `bad_location_score`: the
    highest with a prediction of the label's class, of confidence above 0.5, that touches it; 1 when there is none.
    `swapped_score`: 1 less the highest with a prediction of another class of confidence above 0.95, and at least
    0.001; 1 when there is none, 0.001 where another label of another class has the same box (IoU 0.95 or more).

    Why it matters
    --------------
    It names the label that a model contradicts, and how.

    When it misleads
    ----------------
    A model that is never sure contradicts nobody. A rider on a horse is near a prediction of another class and right.
    Boxes alone are compared, as in the source: a mask by its box, a turned box as if it lay upright. A wrong outline in
    a right box is for the detector of loose masks.

    Example
    -------
    `swapped_score < 0.2` in the list of objects shows likely wrong classes.

    Reference
    ---------
    M46, M48 and M49 of the metric definitions; ObjectLab, arXiv 2309.00832, 2023, with the departures that
    `object_label_quality` names.
    """
    if view.predictions is None:
        return np.full((len(view.labels), 2), np.nan)
    scores = label_scores(view)
    return np.stack([scores.location, scores.swapped], axis=1)
