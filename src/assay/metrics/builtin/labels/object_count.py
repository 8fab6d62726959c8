"""How many labels lie in an image."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType


@row_metric(
    slug="object_count",
    version=1,
    title="Labels",
    levels=[Level.IMAGE],
    outputs=[Output("annotations.count", type=MetricType.WHOLE, bad=BadEnd.BOTH)],
)
def object_count(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """The number of labels in the image.

    What it measures
    ----------------
    How many labels lie in the image, of any class and kind. It is the field `annotations.count`, which every query
    counts by itself, so that it is never stale; `annotations.<class>` counts one class.

    Why it matters
    --------------
    Images without a label are either true negatives or forgotten ones; images with far more than the others are
    crowded scenes, or labelled twice.

    When it misleads
    ----------------
    A crowd region (COCO `iscrowd`) counts as one label.

    Example
    -------
    `annotations.count = 0` lists the images nobody labelled.

    Reference
    ---------
    M30 of the metric definitions; Encord Active's "Object Count".
    """
    return np.diff(view.labels.offsets).astype(np.float64)
