"""How close an object lies to the border of its image."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="border_closeness",
    version=1,
    title="Closeness to the border",
    levels=[Level.ANNOTATION, Level.PREDICTION],
    outputs=[
        Output(
            "border_closeness",
            meaning="0.5 for a dot in the middle, 1 where the box touches the border, more where it sticks out",
            low=0.5,
            bad=BadEnd.HIGH,
        )
    ],
    missing="It has no box, or the size of its image is unknown.",
)
def border_closeness(view: View, *, level: Level) -> Values:
    """How close the nearest side of the box comes to the border.

    What it measures
    ----------------
    max(1 - x1, 1 - y1, x2, y2), where x1, y1, x2, y2 are the sides of the box as shares of the image's width and
    height. 1 touches the border; a box that sticks out has more.

    Why it matters
    --------------
    Objects at the border are cut off, are labelled less carefully, and are found less often.

    When it misleads
    ----------------
    A large object comes close to the border wherever it is.

    Example
    -------
    `border_closeness >= 0.99` lists the objects that are probably cut off. A box over the right half of its image
    has 1.

    Reference
    ---------
    M34 of the metric definitions; Encord Active's "Annotation closeness to image borders".
    """
    boxes, size = view.objects(level).boxes, view.frame_size(level)
    size = np.where(size > 0, size, np.nan)
    near, far = boxes[:, :2] / size, (boxes[:, :2] + boxes[:, 2:]) / size
    closeness: Values = np.maximum(1 - near, far).max(axis=1)
    return np.where(np.isfinite(closeness) & (boxes[:, 2:] >= 0).all(axis=1), closeness, np.nan)
