"""A detector of your own: labels too small to be meant.

Register it with an entry point of your package, and it runs with the built-in ones, in the browser too:

    [project.entry-points."assay.detectors"]
    tiny_label = "my_package.tiny_labels:tiny_label"
"""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa

from assay.detectors.detector import SUSPECTS, detector
from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind

SMALLEST = 4.0
"""Area in px² below which a label is suspected."""


@detector(
    slug="tiny_label",
    version=1,
    kind=IssueKind.INVALID_GEOMETRY,
    title="Labels too small to be meant",
    rule=f"A label with an area of less than {SMALLEST:g} px².",
)
def tiny_label(view: DatasetView) -> pa.Table:
    """Labels of a few pixels: clicks that slipped.

    What it measures: the area of the box. The score is the area as a share of the smallest one allowed.
    Why it matters: such a label teaches a model nothing, and costs recall.
    When it misleads: images of very small objects, such as stars or cells.
    """
    area = view.labels.boxes[:, 2] * view.labels.boxes[:, 3]
    tiny = np.flatnonzero(area < SMALLEST)
    rows = [
        {
            "kind": IssueKind.INVALID_GEOMETRY.value,
            "image_id": int(view.labels.image[at]),
            "annotation_id": int(view.labels.id[at]),
            "category_id": int(view.labels.category[at]),
            "score": float(area[at] / SMALLEST),
            "suggestion": json.dumps({"action": "delete"}),
            "evidence": json.dumps({"area": float(area[at]), "sentence": f"It covers {area[at]:.1f} px²."}),
        }
        for at in tiny
    ]
    return pa.Table.from_pylist(rows, schema=SUSPECTS)
