"""How differently models see an image."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.evaluation.matching import match
from assay.evaluation.outcomes import CORRECT
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import Objects, View
from assay.model.level import Level
from assay.model.metric import BadEnd

SAME_PLACE = 0.5
"""IoU from which two models mean the same object."""


@row_metric(
    slug="model_disagreement",
    version=1,
    title="Disagreement of runs",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "model_disagreement",
            meaning="0: the runs predict the same; 1: they have nothing in common",
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
    needs=[Need.RUN, Need.SECOND_RUN],
    missing="There is no other run.",
)
def model_disagreement(view: View, *, level: Level, confidence: float = 0.25) -> Values:  # noqa: ARG001 - one level
    """One less the F1 of the run's predictions held against those of each other run, on average.

    What it measures
    ----------------
    Predictions of at least `confidence` are matched between two runs as predictions are with labels, at an IoU of
    0.5; F1 = 2 · pairs of one class / predictions of both. The value is 1 - F1, averaged over the other runs of the
    dataset; 0 where neither predicts anything.

    Why it matters
    --------------
    Where models of about the same quality differ, at least one is wrong: a committee's vote for what to label next,
    which needs no labels.

    When it misleads
    ----------------
    A bad run disagrees with all others everywhere.

    Example
    -------
    One run sees a dog, the other nothing: 1. Both see the same three boxes of four: 1 - 6/7.

    Reference
    ---------
    M93 of the metric definitions; query by committee: Seung, Opper and Sompolinsky, 1992.
    """
    others = view.other_runs()
    if not others:
        return np.full(len(view.images), np.nan)
    ours = view.objects(Level.PREDICTION)
    differences = [_difference(view, ours, other, confidence=confidence) for other in others]
    return np.asarray(np.mean(differences, axis=0), np.float64)


def _difference(view: View, ours: Objects, theirs: Objects, *, confidence: float) -> NDArray[np.float64]:
    """(images,) 1 - F1 of two runs."""
    sure, count = theirs.score >= confidence, len(view.images)
    matches = match(
        label_image=theirs.image[sure],
        label_boxes=theirs.boxes[sure],
        label_class=theirs.category[sure],
        label_ignore=np.zeros(int(sure.sum()), bool),
        label_crowd=np.zeros(int(sure.sum()), bool),
        pred_image=ours.image,
        pred_boxes=ours.boxes,
        pred_class=ours.category,
        pred_score=ours.score,
        iou=SAME_PLACE,
        confidence=confidence,
    )
    agreed = matches.pred_index[matches.outcome == CORRECT]
    pairs = np.bincount(ours.image[agreed], minlength=count)
    both = np.bincount(ours.image[ours.score >= confidence], minlength=count)
    both += np.bincount(theirs.image[sure], minlength=count)
    return np.where(both > 0, 1 - 2 * pairs / np.maximum(both, 1), 0.0)
