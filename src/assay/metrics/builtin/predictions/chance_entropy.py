"""How evenly a model spreads its chances."""

from __future__ import annotations

from assay.metrics.class_chances import Aggregation, ClassChances, per_level
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="chance_entropy",
    version=1,
    title="Entropy of the classes",
    levels=[Level.PREDICTION, Level.IMAGE],
    outputs=[Output("chance_entropy", meaning="0: one class has all; 1: all classes are as likely", bad=BadEnd.HIGH)],
    needs=[Need.RUN],
    missing="The run has no prediction in the image, or its class vector sums to 0.",
)
def chance_entropy(view: View, *, level: Level, aggregation: str = Aggregation.MEAN.value) -> Values:
    """The entropy of the class vector, as a share of the largest that it could have.

    What it measures
    ----------------
    -Σ p log2 p / log2 K over the K classes of a vector scaled to sum to 1; 0 log 0 is 0. A prediction without one has
    the chances s and 1 - s, and K = 2. Of an image: by `aggregation`, see `least_confidence`.

    Why it matters
    --------------
    It is Scale Nucleus' "hardness" where the vector comes from logits: what is high is worth a label first.

    When it misleads
    ----------------
    A model that is sure and wrong has low entropy: look at `prediction_loss` for those.

    Example
    -------
    Chances .5, .5, 0, 0 have 1 bit of 2, so 0.5.

    Reference
    ---------
    M83 and M86 of the metric definitions; Shannon, 1948; Settles, "Active learning literature survey", 2009.
    """
    chances = ClassChances.of(view.objects(Level.PREDICTION))
    return per_level(view, chances.entropy, level=level, aggregation=aggregation)
