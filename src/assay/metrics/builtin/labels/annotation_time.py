"""How long labelling took."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.schema.own_fields import ANNOTATOR, SECONDS, OwnValues


@row_metric(
    slug="annotation_time",
    version=2,
    title="Annotation time",
    levels=[Level.IMAGE, Level.ANNOTATION],
    outputs=[
        Output("annotation_time", meaning="seconds that labelling took, as logged", unit="s", bad=BadEnd.BOTH),
        Output(
            "annotation_time_z",
            title="Annotation time, z-score",
            meaning="standard deviations above the mean time of the same annotator",
            low=None,
            bad=BadEnd.BOTH,
        ),
    ],
    missing="No time is logged for it; the z-score needs an annotator with two different times, too.",
    whole_set=True,
)
def annotation_time(view: View, *, level: Level) -> Values:
    """The seconds that labelling took, and how unusual that is for the annotator.

    What it measures
    ----------------
    Of a label the number in its attribute `annotation_time` (`annotation_seconds`, `time_spent`, `lead_time`); of an
    image the same in its metadata, else the sum over its labels when all are logged. The z-score is
    (time - mean) / standard deviation over what the same annotator did (`annotator`, `annotator_id`, `annotated_by`,
    `labeler`, `completed_by`, `created_by`, `author`).

    Why it matters
    --------------
    Labels made much faster than usual are clicked through; much slower ones are hard, or the person was away.

    When it misleads
    ----------------
    Tools count pauses. Propagated labels take no time at all and are not careless. Images of many objects take long.

    Example
    -------
    `annotation_time_z > 3` lists what was slow for its annotator.

    Reference
    ---------
    M61 of the metric definitions; Encord Active's "Annotation Time" (disabled there).
    """
    if level is Level.ANNOTATION:
        texts = view.labels.rows.column("attributes")
        seconds = OwnValues.of(texts, SECONDS).numbers
    else:
        texts = view.images.rows.column("metadata")
        told = OwnValues.of(texts, SECONDS).numbers
        seconds = np.where(np.isnan(told), _sums(view), told)
    return np.column_stack((seconds, _z_scores(seconds, OwnValues.of(texts, ANNOTATOR).codes)))


def _sums(view: View) -> NDArray[np.float64]:
    """(images,) seconds of all labels of each image; NaN where one is not logged, or none is there."""
    seconds = OwnValues.of(view.labels.rows.column("attributes"), SECONDS).numbers
    sums = np.bincount(view.labels.image, seconds, minlength=len(view.images))
    return np.where(np.diff(view.labels.offsets) > 0, sums, np.nan)


def _z_scores(seconds: NDArray[np.float64], annotator: Ids) -> NDArray[np.float64]:
    """(n,) standard deviations of each time above the mean of its annotator, NaN for annotator -1."""
    scores = np.full(len(seconds), np.nan)
    rows = np.flatnonzero((annotator >= 0) & np.isfinite(seconds))
    if not len(rows):
        return scores
    of, time = annotator[rows], seconds[rows]
    count = np.maximum(np.bincount(of), 1)
    above = time - (np.bincount(of, time) / count)[of]
    spread = np.sqrt(np.bincount(of, above**2) / count)[of]
    scores[rows] = np.divide(above, spread, out=np.full(len(rows), np.nan), where=spread > 1e-9 * np.abs(time).max())
    return scores
