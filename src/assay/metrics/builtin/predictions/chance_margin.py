"""By how much the likeliest class leads."""

from __future__ import annotations

from assay.metrics.class_chances import Aggregation, ClassChances, per_level
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="chance_margin",
    version=1,
    title="Margin of the first class",
    levels=[Level.PREDICTION, Level.IMAGE],
    outputs=[Output("chance_margin", meaning="chance of the likeliest class less that of the next", bad=BadEnd.LOW)],
    needs=[Need.RUN],
    missing="The run has no prediction in the image, or its class vector sums to 0.",
)
def chance_margin(view: View, *, level: Level, aggregation: str = Aggregation.MEAN.value) -> Values:
    """The chance of the likeliest class less that of the next.

    What it measures
    ----------------
    p1 - p2, the two largest chances of a class vector scaled to sum to 1. A prediction without one has the chances s
    and 1 - s. Of an image: by `aggregation`, see `least_confidence`.

    Why it matters
    --------------
    A small margin is a tie between two classes: the labels there decide where the border between them runs.

    When it misleads
    ----------------
    A vector spread over many classes has a small margin though no two of them are rivals.

    Example
    -------
    Chances .5, .45, .05 give 0.05; `chance_margin < 0.1` lists the ties.

    Reference
    ---------
    M82 and M86 of the metric definitions; Scheffer et al., "Active hidden Markov models for information
    extraction", 2001.
    """
    first, second = ClassChances.of(view.objects(Level.PREDICTION)).top_two
    return per_level(view, first - second, level=level, aggregation=aggregation)
