"""How near an image, or a label, is to its neighbours, beside what is usual in the set."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd

LEAST = 1e-12  # stands for a median of 0, in a set that is mostly copies


@row_metric(
    slug="typical_score",
    version=1,
    title="Typical score",
    levels=[Level.IMAGE, Level.ANNOTATION],
    outputs=[
        Output(
            "typical_score",
            meaning="how near its neighbours are beside the usual; 1 among copies, 0.37 usual, 0 far from all",
            high=1.0,
            bad=BadEnd.LOW,
        )
    ],
    needs=[Need.EMBEDDINGS],
    missing="It has no embedding, or there are no more of them than the neighbours asked for.",
    whole_set=True,
)
def typical_score(view: View, *, level: Level, k: int = 10, t: float = 1.0) -> Values:
    """How near an image, or a label, is to its neighbours, beside what is usual in the set.

    What it measures
    ----------------
    s = exp(-t · m / M), where m is the mean distance, 1 - cosine, to the `k` nearest embeddings and M the median of m
    over the set. 1 means that all its neighbours are copies, 0.37 (1/e) is the middle of the set, near 0 it is far from
    all others. `t` stretches the scale and changes no order.

    Why it matters
    --------------
    What is far from all else is often of another source, broken, or wrongly in the set; or rare and worth keeping.

    When it misleads
    ----------------
    A small group of odd images, more than `k` of them, has near neighbours and seems typical. Sets of few images and
    many kinds have no typical ones.

    Example
    -------
    `typical_score < 0.05` lists what is three times as far from its neighbours as usual, or farther.

    Reference
    ---------
    M24 of the metric definitions; J. Kuan, J. Mueller, Back to the Basics, 2022 (arXiv:2207.03061); cleanlab's Datalab,
    "outlier".
    """
    means = view.neighbours(level, count=k).distances.mean(axis=1)
    known = means[~np.isnan(means)]
    usual = max(float(np.median(known)), LEAST) if len(known) else LEAST
    values: Values = np.exp(-t * means / usual)
    return values
