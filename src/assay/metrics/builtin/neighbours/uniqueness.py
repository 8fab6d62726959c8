"""How unlike its nearest neighbours an image, or a label, is."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd

WEIGHTS = (0.6, 0.3, 0.1)


@row_metric(
    slug="uniqueness",
    version=1,
    title="Uniqueness",
    levels=[Level.IMAGE, Level.ANNOTATION, Level.PREDICTION],
    outputs=[
        Output(
            "uniqueness",
            meaning="how far its three nearest neighbours are; 1 is the farthest of the set, 0 has three copies",
            high=1.0,
            bad=BadEnd.LOW,
        )
    ],
    needs=[Need.EMBEDDINGS],
    missing="It has no embedding, or there are fewer than four.",
    whole_set=True,
)
def uniqueness(view: View, *, level: Level) -> Values:
    """How far an image, or a label, is from its three nearest neighbours.

    What it measures
    ----------------
    u = 0.6 e1 + 0.3 e2 + 0.1 e3, where e1 <= e2 <= e3 are the Euclidean distances to the three nearest embeddings, all
    of length 1, so that e² = 2 (1 - cosine). The values are divided by the largest of the set.

    Why it matters
    --------------
    To label few images, take those with high values; to thin a set out, drop those with low ones.

    When it misleads
    ----------------
    One far image sets the scale for all: values of two sets cannot be compared. Broken images are unique too.

    Example
    -------
    Sorted upwards, bursts of one scene come first.

    Reference
    ---------
    M23 of the metric definitions; FiftyOne Brain's "uniqueness" with its weights.
    """
    distances = np.sqrt(2 * view.neighbours(level, count=len(WEIGHTS)).distances)
    values: Values = distances @ np.array(WEIGHTS)
    largest = np.nanmax(values, initial=0.0)
    return values / largest if largest > 0 else values
