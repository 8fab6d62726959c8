"""How much of an image its labels cover."""

from __future__ import annotations

import numpy as np

from assay.metrics.covered_area import covered_areas
from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="object_density",
    version=1,
    title="Object density",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "object_density",
            meaning="share of the image that its labels cover together, in percent",
            unit="%",
            high=100.0,
            bad=BadEnd.BOTH,
        )
    ],
    missing="The size of the image is unknown, or its labels are of the whole image.",
)
def object_density(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """The share of the image that its labels cover.

    What it measures
    ----------------
    100 · area of the union of all labels / area of the image: what two labels share counts once, and only what lies
    inside the image. Exact for boxes. Where an image has a polygon, a mask or a turned box, the shapes of that image
    are drawn into its pixels and counted.

    Why it matters
    --------------
    Crowded images are the hardest to label and to predict; nearly empty ones teach a model the background.

    When it misleads
    ----------------
    One large object covers as much as many small ones: look at `annotations.count` beside it. A crowd region counts
    as an object.

    Example
    -------
    `object_density > 80` lists the full images. Two boxes, each over half of the image, that share a quarter of it
    cover 75 %.

    Reference
    ---------
    M31 of the metric definitions; Encord Active's "Frame object density".
    """
    labels = view.labels
    share = 100 * covered_areas(view) / view.images.size.prod(axis=1)
    has_place = np.bincount(labels.image[~labels.whole], minlength=len(share)) > 0
    return np.where(has_place | (np.diff(labels.offsets) == 0), np.minimum(share, 100), np.nan)
