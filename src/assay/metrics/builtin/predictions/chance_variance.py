"""How unevenly a model spreads its chances."""

from __future__ import annotations

import numpy as np

from assay.metrics.class_chances import Aggregation, ClassChances, per_level
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="chance_variance",
    version=1,
    title="Variance of the classes",
    levels=[Level.PREDICTION, Level.IMAGE],
    outputs=[Output("chance_variance", meaning="variance of the chances over the classes", bad=BadEnd.LOW)],
    needs=[Need.RUN],
    missing="The run has no prediction in the image, or its class vector sums to 0.",
)
def chance_variance(view: View, *, level: Level, aggregation: str = Aggregation.MEAN.value) -> Values:
    """The variance of the class vector over its classes.

    What it measures
    ----------------
    Σ (p - 1/K)² / K over the K classes of a vector scaled to sum to 1: 0 when all are as likely, (K - 1) / K² when one
    class has all. A prediction without one has the chances s and 1 - s. Of an image: by `aggregation`, see
    `least_confidence`.

    Why it matters
    --------------
    Low variance is an unsure model, as high entropy is, but big chances weigh more.

    When it misleads
    ----------------
    Its range shrinks as classes are added: compare it within one run only.

    Example
    -------
    Chances .5 and .5 give 0, 1 and 0 give 0.25.

    Reference
    ---------
    M84 and M86 of the metric definitions; Encord Active's "Variance".
    """
    chances = ClassChances.of(view.objects(Level.PREDICTION))
    count = np.maximum(chances.classes, 1)
    variance = (chances.chance**2).sum(axis=1) / count - 1 / count**2  # zeros behind the classes add nothing
    return per_level(view, np.maximum(variance, 0), level=level, aggregation=aggregation)
