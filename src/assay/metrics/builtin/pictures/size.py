"""How large an image is."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType


@row_metric(
    slug="size",
    version=1,
    title="Size",
    levels=[Level.IMAGE],
    outputs=[
        Output("width", unit="px", type=MetricType.WHOLE, bad=BadEnd.BOTH),
        Output("height", unit="px", type=MetricType.WHOLE, bad=BadEnd.BOTH),
        Output("area", unit="px²", type=MetricType.WHOLE, bad=BadEnd.BOTH),
    ],
    missing="The size of the image is not known.",
)
def size(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """Width, height and area in pixels.

    What it measures
    ----------------
    Width and height of the image, and their product. They are fields that every query computes by itself, so
    nothing is stored. The size is that of the frame in which the labels live; where EXIF turns the image, the
    field `orientation` says so.

    Why it matters
    --------------
    A few images of another size are often from another source: thumbnails, screenshots, scans. Models that resize
    to a square see their objects at another scale.

    When it misleads
    ----------------
    A large file may be a small picture that was enlarged: look at the sharpness beside it.

    Example
    -------
    `width < 100` lists the thumbnails.

    Reference
    ---------
    M1 of the metric definitions; Encord Active's "Area", "Width" and "Height".
    """
    sides = view.images.size
    return np.column_stack([sides, sides.prod(axis=1)])
