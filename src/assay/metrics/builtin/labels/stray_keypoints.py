"""Skeletons that leave their box."""

from __future__ import annotations

from assay.metrics.metric import Need, Values, row_metric
from assay.metrics.shape_flaws import flaw_output, keypoint_flaws
from assay.metrics.view import View
from assay.model.level import Level


@row_metric(
    slug="stray_keypoints",
    version=1,
    title="Keypoint outside",
    levels=[Level.ANNOTATION],
    outputs=[flaw_output("geometry_stray_point", "Keypoint outside", "a labelled keypoint lies outside its box")],
    needs=[Need.KEYPOINTS],
    missing="It has no keypoints, or no box.",
)
def stray_keypoints(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """Whether a keypoint lies outside the box.

    What it measures
    ----------------
    Yes when a keypoint that is labelled (visibility above 0) lies more than 1 px outside the box.

    Why it matters
    --------------
    Models that cut out the box before they look for keypoints can never find it; often it belongs to somebody else.

    When it misleads
    ----------------
    Boxes drawn around what is seen leave hidden limbs outside on purpose.

    Example
    -------
    `geometry_stray_point` lists the skeletons that leave their box.

    Reference
    ---------
    M62 of the metric definitions.
    """
    return keypoint_flaws(view)["geometry_stray_point"]
