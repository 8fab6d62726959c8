"""Which images are strips."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType


@row_metric(
    slug="odd_aspect",
    version=1,
    title="Odd aspect",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "odd_aspect",
            meaning="the shorter side is less than 0.35 of the longer one",
            type=MetricType.FLAG,
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
    missing="The size of the image is not known.",
)
def odd_aspect(view: View, *, level: Level, threshold: float = 0.35) -> Values:  # noqa: ARG001 - one level only
    """Whether an image is much longer than wide, or much wider than long.

    What it measures
    ----------------
    Yes when the shorter side divided by the longer one is below `threshold`.

    Why it matters
    --------------
    Strips are often broken crops, banners or stitched pictures, and a model that resizes to a square squeezes them.

    When it misleads
    ----------------
    In a set of panoramas every image is one. Look at the squareness of the whole set first.

    Example
    -------
    `odd_aspect` lists the strips; an image of 1000 × 300 px is one.

    Reference
    ---------
    M3 of the metric definitions; cleanvision's "odd_aspect_ratio" and its threshold.
    """
    shorter, longer = np.sort(view.images.size, axis=1).T
    with np.errstate(divide="ignore", invalid="ignore"):
        squareness = np.where(shorter > 0, shorter / longer, np.nan)
    return np.where(np.isnan(squareness), np.nan, squareness < threshold)
