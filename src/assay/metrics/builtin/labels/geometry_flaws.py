"""Labels whose shape cannot be what somebody meant."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.shape_flaws import box_flaws, keypoint_flaws, outline_flaws, turn_flaws
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType

_FLAWS = {
    "geometry_not_finite": ("Box lacks a number", "a side of the box is missing, or is no finite number"),
    "geometry_no_extent": ("Box without extent", "the box is 0 or less, or under 1 px, wide or high"),
    "geometry_outside": ("Box sticks out", "the box lies more than 1 px outside its image"),
    "geometry_turned": ("Rotation out of range", "the rotation is beyond a full turn: degrees, perhaps"),
    "geometry_few_corners": ("Too few corners", "a polygon has fewer than three corners"),
    "geometry_crosses": ("Crosses itself", "a polygon crosses itself"),
    "geometry_empty": ("Empty shape", "the polygons or the mask have no area"),
    "geometry_mismatch": ("Box unlike shape", "the box overlaps the one around its shape by less than 0.9 (IoU)"),
    "geometry_stray_point": ("Keypoint outside", "a visible keypoint lies outside the box"),
    "geometry_repeats": ("Repeated corner", "a corner of a polygon follows on itself"),
    "geometry_winding": ("Mixed winding", "polygons of one label run in different directions"),
}
"""Column of each flaw, its title and its meaning."""

SERIOUS = 9
"""The first so many cannot be meant; the others are habits of tools."""


def _flag(name: str, title: str, meaning: str) -> Output:
    return Output(name, title=title, meaning=meaning, type=MetricType.FLAG, high=1.0, bad=BadEnd.HIGH)


@row_metric(
    slug="geometry_flaws",
    version=1,
    title="Invalid geometry",
    levels=[Level.ANNOTATION],
    outputs=[
        _flag("invalid_geometry", "Invalid geometry", "its shape has a flaw that nobody can have meant"),
        *(_flag(name, *words) for name, words in _FLAWS.items()),
    ],
    missing="It has no shape of the kind that can have this flaw, or the size of its image is unknown.",
)
def geometry_flaws(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """One flag per way in which a shape can be impossible, and one for any of them.

    What it measures
    ----------------
    Of every label that has a box: a side that is missing or not finite; width or height of 0 or less, or below 1 px; a
    box that lies more than 1 px outside its image; a rotation beyond a full turn. Of one with polygons or a mask:
    fewer than three corners; a crossing of itself (touching is allowed); no area; a box that overlaps the box around
    the shape by less than 0.9 and differs by more than 2 px; a corner that follows on itself; polygons that run in
    different directions. Of a skeleton: a visible keypoint more than 1 px outside the box. A flag is unknown where
    the label has no such shape. `invalid_geometry` is any of them but the last two (a repeated corner, winding), to
    which no format here gives a meaning.

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
    `geometry_outside = true` lists the boxes that stick out.

    Reference
    ---------
    M62 of the metric definitions; the COCO data format, https://cocodataset.org/#format-data.
    """
    parts = (box_flaws(view), turn_flaws(view), outline_flaws(view), keypoint_flaws(view))
    found = {name: values for part in parts for name, values in part.items()}
    flags = np.stack([found[name] for name in _FLAWS], axis=1)
    serious = np.nan_to_num(flags[:, :SERIOUS]).any(axis=1)
    return np.column_stack((np.where(view.labels.whole, np.nan, serious), flags))
