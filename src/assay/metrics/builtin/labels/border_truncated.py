"""Objects cut off by the border that are not said to be."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType
from assay.schema.own_fields import OwnValues

TRUNCATED = ("truncated", "Truncated", "is_truncated")
"""What sources call the attribute."""

TOUCHES = 1.0
"""Distance in px from the border within which a box touches it."""

_SET = (True, 1, "1", "true", "True", "yes")


@row_metric(
    slug="border_truncated",
    version=1,
    title="Cut off, not said so",
    levels=[Level.ANNOTATION],
    outputs=[
        Output(
            "border_truncated",
            meaning="the box touches the border, and `truncated` is not set",
            type=MetricType.FLAG,
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
    missing="It has no box, or the size of its image is unknown.",
)
def border_truncated(view: View, *, level: Level) -> Values:
    """Whether the box touches the border of the image without the attribute `truncated`.

    What it measures
    ----------------
    Yes when a side of the box lies within 1 px of the border, or beyond, and no attribute `truncated` of the label
    is set (true, 1, "true" or "yes").

    Why it matters
    --------------
    Sets that mark truncated objects leave them out of some evaluations; one that is not marked counts in full.

    When it misleads
    ----------------
    In a set without that attribute every object at the border is flagged: there the flag says where objects are cut
    off, and nothing about the labels.

    Example
    -------
    `border_truncated` lists the objects to mark.

    Reference
    ---------
    M69 of the metric definitions; the attribute is PASCAL VOC's.
    """
    labels, size = view.objects(level), view.frame_size(level)
    near, far = labels.boxes[:, :2], labels.boxes[:, :2] + labels.boxes[:, 2:]
    with np.errstate(invalid="ignore"):
        touches = (near <= TOUCHES).any(axis=1) | (far >= size - TOUCHES).any(axis=1)
    said = OwnValues.of(labels.rows.column("attributes"), TRUNCATED)
    is_said = np.zeros(len(labels), np.bool_)
    is_said[said.rows] = [value in _SET for value in said.values]
    known = np.isfinite(labels.boxes).all(axis=1) & (size > 0).all(axis=1)
    return np.where(known, touches & ~is_said, np.nan)
