"""How much an object shares its place with one of another class."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="class_conflict",
    version=1,
    title="Class conflict",
    levels=[Level.ANNOTATION, Level.PREDICTION],
    outputs=[
        Output(
            "class_conflict",
            meaning="highest overlap (IoU) with an object of another class in the image; 0 when there is none",
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
    missing="It is of a whole image, which may have several classes.",
)
def class_conflict(view: View, *, level: Level) -> Values:
    """The highest overlap with an object of another class.

    What it measures
    ----------------
    IoU with every object of another class in the image; the highest counts, for both objects of a pair. Shapes are
    compared as in `annotation_duplicate`.

    Why it matters
    --------------
    One box with two classes is a label somebody changed by adding instead of editing. A model is told both and
    learns neither.

    When it misleads
    ----------------
    A rider and a horse, a cup that is also a mug: some classes truly lie on each other, and some sets give an object
    several classes on purpose.

    Example
    -------
    `class_conflict >= 0.95` lists the labels that contradict each other.

    Reference
    ---------
    M36 of the metric definitions; the threshold is that of cleanlab's ObjectLab.
    """
    pairs, objects = view.overlaps(level), view.objects(level)
    pairs = pairs.only(objects.category[pairs.label] != objects.category[pairs.prediction])
    highest = np.where(objects.whole, np.nan, 0.0)
    for side in (pairs.label, pairs.prediction):
        np.maximum.at(highest, side, pairs.iou)
    return np.where(objects.whole, np.nan, highest)
