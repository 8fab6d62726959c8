"""How large an object is, in pixels and beside its image."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="object_area",
    version=1,
    title="Object area",
    levels=[Level.ANNOTATION, Level.PREDICTION],
    outputs=[
        Output("area", unit="px²", bad=BadEnd.BOTH),
        Output(
            "relative_area",
            title="Relative area",
            meaning="share of the image that the object covers, in percent; above 100 where it sticks out",
            unit="%",
            bad=BadEnd.BOTH,
        ),
    ],
    missing="It is of a whole image, or its area or the size of its image is unknown.",
)
def object_area(view: View, *, level: Level) -> Values:
    """The area of an object, absolute and relative.

    What it measures
    ----------------
    `area` is the area in px² as the source states it, else that of the shape; it is a field of every project.
    `relative_area` is 100 · area / area of the image.

    Why it matters
    --------------
    Small objects are what detectors miss first, and very large ones are often whole images boxed by mistake.

    When it misleads
    ----------------
    For polygons COCO states the area of the outline, so that a box and an outline of one object differ. A box that
    sticks out of its image counts whole, so that the share may exceed 100.

    Example
    -------
    `relative_area < 0.1` lists the specks; a box of 64 × 48 px in an image of 640 × 480 px has 1.

    Reference
    ---------
    M32 of the metric definitions; Encord Active's "Object Area - Absolute" and "Object Area - Relative".
    """
    objects = view.objects(level)
    area = np.where((objects.area >= 0) & np.isfinite(objects.area) & ~objects.whole, objects.area, np.nan)
    frame = view.frame_size(level).prod(axis=1)
    return np.column_stack((area, 100 * area / np.where(frame > 0, frame, np.nan)))
