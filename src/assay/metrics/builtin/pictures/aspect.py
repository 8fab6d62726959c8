"""How far the shape of an image is from a square."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="aspect",
    version=1,
    title="Aspect",
    levels=[Level.IMAGE],
    outputs=[
        Output("aspect", bad=BadEnd.BOTH),
        Output(
            "squareness",
            title="Squareness",
            meaning="shorter side divided by longer side: 1 is a square",
            high=1.0,
            bad=BadEnd.LOW,
        ),
    ],
    missing="The size of the image is not known.",
)
def aspect(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """Width divided by height, and the same without saying which is the longer.

    What it measures
    ----------------
    `aspect` is width divided by height, a field that every query computes by itself. `squareness` is the shorter
    side divided by the longer one: 1 for a square, near 0 for a strip.

    Why it matters
    --------------
    A model that resizes to a square squeezes a strip beyond recognition; a strip is often a broken crop.

    When it misleads
    ----------------
    Panoramas and full-page scans are long by nature.

    Example
    -------
    An image of 640 × 480 px has the aspect 1.33 and the squareness 0.75.

    Reference
    ---------
    M2 of the metric definitions; Encord Active's "Aspect Ratio", cleanvision's "odd_aspect_ratio" score.
    """
    width, height = view.images.size.T
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where((width > 0) & (height > 0), width / height, np.nan)
        return np.column_stack([ratio, np.minimum(ratio, 1 / ratio)])
