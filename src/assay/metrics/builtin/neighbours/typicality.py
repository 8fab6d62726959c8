"""How dense the set is around an image, or a label."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.statistics.ranks import percentiles

LEAST = 1e-6


@row_metric(
    slug="typicality",
    version=1,
    title="Typicality",
    levels=[Level.IMAGE, Level.ANNOTATION],
    outputs=[
        Output(
            "typicality",
            meaning="share of the set that has fewer like it, 1 the most typical",
            high=1.0,
            bad=BadEnd.LOW,
        )
    ],
    needs=[Need.EMBEDDINGS],
    missing="It has no embedding, or there are no more of them than the neighbours asked for.",
    whole_set=True,
)
def typicality(view: View, *, level: Level, k: int = 20) -> Values:
    """How dense the set is around an image, or a label.

    What it measures
    ----------------
    The density 1 / (m + 0.000001), where m is the mean distance, 1 - cosine, to the `k` nearest embeddings. The value
    is the share of the set with a lower density; equals share the middle of their places.

    Why it matters
    --------------
    With a small budget for labels typical images teach the most; with a large one the others do.

    When it misleads
    ----------------
    A share says nothing of how far: a hundredth of every set is below 0.01. Bursts of one scene are the most typical.

    Example
    -------
    `typicality > 0.9` is the densest tenth of the set.

    Reference
    ---------
    M25 of the metric definitions; G. Hacohen, A. Dekel, D. Weinshall, Active Learning on a Budget: Opposite Strategies
    Suit High and Low Budgets, 2022. LightlyOne computes its own in a compiled package, by an unknown formula.
    """
    means = view.neighbours(level, count=k).distances.mean(axis=1)
    known = ~np.isnan(means)
    values: Values = np.full(len(means), np.nan)
    values[known] = percentiles(1 / (means[known] + LEAST))
    return values
