"""How much an object repeats another one of its class."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="annotation_duplicate",
    version=1,
    title="Duplicate",
    levels=[Level.ANNOTATION, Level.PREDICTION],
    outputs=[
        Output(
            "annotation_duplicate",
            meaning="highest overlap (IoU) with another object of its class in the image; 0 when it stands alone",
            high=1.0,
            bad=BadEnd.HIGH,
        ),
        Output(
            "annotation_duplicate_once",
            title="Duplicate, once a pair",
            meaning="the same with earlier objects only, so that each pair is told once, by the later one",
            high=1.0,
            bad=BadEnd.HIGH,
        ),
    ],
)
def annotation_duplicate(view: View, *, level: Level) -> Values:
    """The highest overlap with another object of the same class.

    What it measures
    ----------------
    IoU with every other object of the same class in the image; the highest counts. Two masks are compared by their
    pixels, anything else by boxes, turned boxes exactly as they lie; two labels of a whole image overlap by 1.
    `annotation_duplicate` is the same for both of a pair. `annotation_duplicate_once` looks at objects with a smaller
    id only: sorted by it each pair comes up once, as the later label, which is the one to delete.

    Why it matters
    --------------
    An object labelled twice can be matched once: the other counts as missed whatever the model does.

    When it misleads
    ----------------
    Things that truly share a box: two people embracing, a stack of plates. A crowd region counts as any other object.

    Example
    -------
    `annotation_duplicate_once >= 0.6` lists the duplicates, each pair once; 0.6 is where Encord Active flags them.

    Reference
    ---------
    M35 of the metric definitions; Encord Active's "Annotation Duplicates".
    """
    pairs, category = view.overlaps(level), view.objects(level).category
    pairs = pairs.only(category[pairs.label] == category[pairs.prediction])
    highest = np.zeros((len(category), 2))
    np.maximum.at(highest[:, 1], pairs.prediction, pairs.iou)
    highest[:, 0] = highest[:, 1]
    np.maximum.at(highest[:, 0], pairs.label, pairs.iou)
    return highest
