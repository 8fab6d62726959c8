"""Classes that are absent from an image where they nearly always are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="absence_surprise",
    version=1,
    title="Missing companion",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "absence_surprise",
            meaning="log odds that a class which the image lacks comes with one that it has; 0 when none is missed",
            unit="nat",
            bad=BadEnd.HIGH,
        )
    ],
    missing="The image has no label.",
    whole_set=True,
)
def absence_surprise(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """How strongly the classes of an image call for one that it lacks.

    What it measures
    ----------------
    Of every class a in the image and every class b absent from it that come together more often than by chance
    (pointwise mutual information log P(a, b) / P(a) P(b) above 0): the log odds of b where a is,
    log (n_ab + ½) / (n_a - n_ab + ½), where n_a images have a and n_ab both. The highest counts, and at least 0.

    Why it matters
    --------------
    An object that always comes with another (a number plate with a car, a helmet with a rider) was probably forgotten
    where it is lacking.

    When it misleads
    ----------------
    Companions can be hidden, or cut off. A class with few images has small odds, whatever they are.

    Example
    -------
    `absence_surprise > 3` lists images that lack what comes with their objects 20 times in 21.

    Reference
    ---------
    M65 of the metric definitions, our own; K. Church, P. Hanks, "Word Association Norms, Mutual Information and
    Lexicography", 1990.
    """
    from assay.metrics.absence_kernel import count_together, highest_absences  # numba takes 0.3 s to import

    names, code = np.unique(view.labels.category, return_inverse=True)
    pairs = np.unique(view.labels.image * len(names) + code)
    image, classes = np.divmod(pairs, max(len(names), 1))
    offsets = np.searchsorted(image, np.arange(len(view.images) + 1))
    together = count_together(classes, offsets, len(names))
    return highest_absences(classes, offsets, _log_odds(together, images=len(view.images)))


def _log_odds(together: NDArray[np.float64], *, images: int) -> NDArray[np.float64]:
    """(k, k) log odds of class b in images that have class a; minus infinity where they do not attract each other."""
    count = together.diagonal()
    odds = np.log((together + 0.5) / (count[:, None] - together + 0.5))
    return np.where(together * images > np.outer(count, count), odds, -np.inf)
