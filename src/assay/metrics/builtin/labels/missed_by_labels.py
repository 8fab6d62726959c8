"""Images without labels in which a run finds objects."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType

SURE = 0.5
"""Confidence from which a prediction speaks for an object."""


@row_metric(
    slug="missed_by_labels",
    version=1,
    title="Predicted, not labelled",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "missed_by_labels",
            meaning="it has no label, though the run finds objects in it",
            type=MetricType.FLAG,
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
    needs=[Need.LABELS, Need.RUN],
)
def missed_by_labels(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """Whether a run finds something in an image that has no label.

    What it measures
    ----------------
    Yes for an image without labels that has a prediction of confidence 0.5 or more.

    Why it matters
    --------------
    An empty image is either a true negative or a forgotten one, and every correct prediction in a forgotten one counts
    as false.

    When it misleads
    ----------------
    Where the run is wrong, or finds classes that the set does not label.

    Example
    -------
    `missed_by_labels` lists the images to look at.

    Reference
    ---------
    M67 of the metric definitions.
    """
    predictions = view.objects(Level.PREDICTION)
    found = np.zeros(len(view.images), np.bool_)
    found[predictions.image[predictions.score >= SURE]] = True
    is_missed: Values = (found & (np.diff(view.labels.offsets) == 0)).astype(np.float64)
    return is_missed
