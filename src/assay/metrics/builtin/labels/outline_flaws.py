"""Polygons and masks that cannot be what somebody meant."""

from __future__ import annotations

import numpy as np

from assay.metrics import shape_flaws
from assay.metrics.metric import Need, Values, row_metric
from assay.metrics.shape_flaws import flaw_output
from assay.metrics.view import View
from assay.model.level import Level


@row_metric(
    slug="outline_flaws",
    version=1,
    title="Flaws of outlines",
    levels=[Level.ANNOTATION],
    outputs=[
        flaw_output("geometry_few_corners", "Too few corners", "a polygon has fewer than three corners"),
        flaw_output("geometry_crosses", "Crosses itself", "a polygon crosses itself"),
        flaw_output("geometry_empty", "Empty shape", "its polygons, or its mask, have no area"),
        flaw_output("geometry_mismatch", "Box unlike shape", "its box overlaps the one around its shape by under 0.9"),
        flaw_output("geometry_repeats", "Repeated corner", "a corner of a polygon follows on itself"),
        flaw_output("geometry_winding", "Mixed winding", "its polygons run in different directions"),
    ],
    needs=[Need.MASKS],
    missing="It has no polygon, or no mask, that could have this flaw.",
)
def outline_flaws(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """One flag per way in which a polygon or a mask can be impossible.

    What it measures
    ----------------
    Of polygons: fewer than three corners; a crossing of itself (touching is allowed); a corner that follows on itself
    (that the last one closes the ring is no flaw); polygons of one label that run in different directions. Of these
    and of masks: no area; a box that overlaps the box around the shape by less than 0.9 (IoU) and differs from it by
    more than 2 px.

    Why it matters
    --------------
    Tools disagree on what such a shape covers, so that its area, its mask and its overlap differ from tool to tool.

    When it misleads
    ----------------
    Repeated corners and mixed winding are habits of tools: COCO fills every ring. Where rings that run the other way
    are meant as holes, mixed winding is what was meant, and the area is not.

    Example
    -------
    `geometry_crosses` lists the polygons that cross themselves.

    Reference
    ---------
    M62 of the metric definitions; the COCO data format, https://cocodataset.org/#format-data.
    """
    return np.stack(list(shape_flaws.outline_flaws(view).values()), axis=1)
