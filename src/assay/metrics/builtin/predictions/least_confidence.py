"""How far a model is from being sure."""

from __future__ import annotations

from assay.metrics.class_chances import Aggregation, ClassChances, per_level
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="least_confidence",
    version=1,
    title="Least confidence",
    levels=[Level.PREDICTION, Level.IMAGE],
    outputs=[Output("least_confidence", meaning="1 less the chance of the likeliest class", bad=BadEnd.HIGH)],
    needs=[Need.RUN],
    missing="The run has no prediction in the image, or its class vector sums to 0.",
)
def least_confidence(view: View, *, level: Level, aggregation: str = Aggregation.MEAN.value) -> Values:
    """One less the chance of the likeliest class.

    What it measures
    ----------------
    1 - max p over the class vector of a prediction, scaled to sum to 1. A prediction without a class vector has the
    chances s and 1 - s of its confidence s. Of an image: the values of its predictions by `aggregation`, which is
    mean, max, sum or count_weighted (the mean times log2(1 + n)) and is recorded with the column.

    Why it matters
    --------------
    What a model is least sure of is what it learns most from: label it first.

    When it misleads
    ----------------
    It looks at the first class alone: with a thousand classes 0.5 may be quite sure. Noise makes models unsure too.

    Example
    -------
    Chances .7, .2, .1 give 0.3.

    Reference
    ---------
    M81 and M86 of the metric definitions; Lewis and Gale, "A sequential algorithm for training text classifiers",
    1994; Settles, "Active learning literature survey", 2009.
    """
    first, _ = ClassChances.of(view.objects(Level.PREDICTION)).top_two
    return per_level(view, 1 - first, level=level, aggregation=aggregation)
