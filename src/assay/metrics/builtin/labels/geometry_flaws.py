"""Labels whose shape cannot be what somebody meant, and what is wrong with their boxes."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Values, row_metric
from assay.metrics.shape_flaws import HABITS, box_flaws, flaw_output, keypoint_flaws, outline_flaws
from assay.metrics.view import View
from assay.model.level import Level


@row_metric(
    slug="geometry_flaws",
    version=1,
    title="Invalid geometry",
    levels=[Level.ANNOTATION],
    outputs=[
        flaw_output("invalid_geometry", "Invalid geometry", "its shape has a flaw that nobody can have meant"),
        flaw_output("geometry_not_finite", "Box lacks a number", "a side of the box is missing or not finite"),
        flaw_output("geometry_no_extent", "Box without extent", "the box is 0 or less, or under 1 px, wide or high"),
        flaw_output("geometry_outside", "Box sticks out", "the box lies more than 1 px outside its image"),
        flaw_output("geometry_turned", "Rotation out of range", "it is turned by more than a full turn"),
    ],
    missing="It is of a whole image, or its box lacks a number, or the size of its image is unknown.",
)
def geometry_flaws(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """One flag per way in which a box can be impossible, and one for any flaw of a shape.

    What it measures
    ----------------
    Of every label that has a box: a side that is missing or not finite; width or height of 0 or less, or below 1 px; a
    box that lies more than 1 px outside its image; a rotation beyond a full turn, which may be degrees.
    `invalid_geometry` is any of these, of the flaws of outlines (`outline_flaws`, but neither a repeated corner nor
    mixed winding, to which no format here gives a meaning), or a stray keypoint (`stray_keypoints`).

    Why it matters
    --------------
    Such labels crash training, become NaN losses, or are dropped without a word, so that two tools count different
    numbers of objects.

    When it misleads
    ----------------
    Sets that label the whole of a truncated object on purpose have boxes that stick out. The detector
    `invalid_geometry` weighs the same flaws, allows keypoints a tenth of the box, and suggests what would mend them.

    Example
    -------
    `geometry_outside` lists the boxes that stick out.

    Reference
    ---------
    M62 of the metric definitions; the COCO data format, https://cocodataset.org/#format-data.
    """
    boxes = box_flaws(view)
    others = {**outline_flaws(view), **keypoint_flaws(view)}
    serious = np.stack([*boxes.values(), *(flags for name, flags in others.items() if name not in HABITS)], axis=1)
    is_invalid = np.where(view.labels.whole, np.nan, np.nan_to_num(serious).any(axis=1))
    return np.column_stack((is_invalid, *boxes.values()))
