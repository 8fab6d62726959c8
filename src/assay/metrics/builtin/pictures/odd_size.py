"""Which images are of another size than the rest."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType


@row_metric(
    slug="odd_size",
    version=1,
    title="Odd size",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "odd_size",
            meaning="the image is far larger or smaller than most of the set",
            type=MetricType.FLAG,
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
    missing="The size of the image is not known.",
    whole_set=True,
)
def odd_size(view: View, *, level: Level, factor: float = 3.0) -> Values:  # noqa: ARG001 - one level only
    """Whether an image is far larger or smaller than most of its set.

    What it measures
    ----------------
    The root of the area, s = √(width · height), beside its quartiles over the set: yes when s is below
    Q1 − `factor` · (Q3 − Q1) or above Q3 + `factor` · (Q3 − Q1).

    Why it matters
    --------------
    Odd ones out come from another camera, another crop or a failed download.

    When it misleads
    ----------------
    Where most images are of one size, the quartiles are equal and every other size is odd.

    Example
    -------
    Among photos of 640 × 480 px, an icon of 64 × 48 px is odd.

    Reference
    ---------
    M4 of the metric definitions; cleanvision's "odd_size" with `iqr_factor` 3.
    """
    side = np.sqrt(view.images.size.prod(axis=1))
    known = ~np.isnan(side)
    if not known.any():
        return np.full(len(side), np.nan)
    low, high = np.percentile(side[known], (25, 75))
    reach = factor * (high - low)
    return np.where(known, (side < low - reach) | (side > high + reach), np.nan)
