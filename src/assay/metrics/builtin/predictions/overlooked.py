"""Sure predictions that touch no label."""

from __future__ import annotations

from assay.metrics.label_scores import label_scores
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="overlooked",
    version=1,
    title="Overlooked objects",
    levels=[Level.PREDICTION],
    outputs=[
        Output(
            "overlooked_score",
            meaning="similarity to the nearest label of its class, of a very sure prediction that touches no label",
            high=1.0,
            bad=BadEnd.LOW,
        )
    ],
    needs=[Need.RUN, Need.LABELS],
    missing="Its confidence is below 0.95, it touches a label, or it has no box.",
)
def overlooked(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """How far a very sure prediction lies from every label of its class, where it touches no label at all.

    What it measures
    ----------------
    Of predictions of confidence 0.95 or more whose IoU with every label is 0: the highest similarity
    0.1 exp(-0.1 d) to a label of its class, d the distance of centres in diagonals, and at least 0.001; where the image
    has no label of that class, 0.001 (1 - confidence). Others have none.

    Why it matters
    --------------
    What a model is this sure of, where nobody labelled anything, is an object somebody overlooked.

    When it misleads
    ----------------
    Few models reach 0.95, and a prediction that only touches a neighbour's label is not looked at: the detector of
    missing objects asks for less. Boxes alone are compared, as in the source: a mask by its box, a turned box as if it
    lay upright, so that a thin thing across another's box is not looked at.

    Example
    -------
    `overlooked_score < 0.05`, of predictions, lists them.

    Reference
    ---------
    M47 of the metric definitions; ObjectLab, arXiv 2309.00832, 2023, with the departures that
    `object_label_quality` names.
    """
    return label_scores(view).overlooked
