"""How wide an object is beside its height."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="object_aspect",
    version=1,
    title="Object aspect",
    levels=[Level.ANNOTATION, Level.PREDICTION],
    outputs=[Output("aspect", bad=BadEnd.BOTH)],
    missing="It has no box, or one without extent.",
)
def object_aspect(view: View, *, level: Level) -> Values:
    """Width of the box divided by its height.

    What it measures
    ----------------
    w / h of the box: 1 is square, 2 twice as wide as high. It is the field `aspect`, which every query computes by
    itself, so that it is never stale.

    Why it matters
    --------------
    Slivers are slips of the mouse, or objects cut by the border; and a detector's anchors are made for some aspects.

    When it misleads
    ----------------
    A turned box has the aspect of the box before it is turned. A class of long things is long: compare within it.

    Example
    -------
    `aspect > 10 or aspect < 0.1` lists the slivers.

    Reference
    ---------
    M33 of the metric definitions; Encord Active's "Object Aspect Ratio".
    """
    width, height = view.objects(level).boxes[:, 2:].T
    has_extent = (width > 0) & (height > 0)
    aspect: Values = np.divide(width, height, out=np.full(len(width), np.nan), where=has_extent)
    return aspect
