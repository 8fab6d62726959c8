"""Which images stand in more than one split."""

from __future__ import annotations

import numpy as np

from assay.metrics.groups_across import across_splits
from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType


@row_metric(
    slug="leakage",
    version=1,
    title="Leakage between splits",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "exact_leak",
            title="Exact leak",
            meaning="number of its group of images of the same pixels that lie in several splits; unknown when in none",
            type=MetricType.GROUP,
            bad=BadEnd.HIGH,
        ),
        Output(
            "near_leak",
            title="Near leak",
            meaning="number of its group of images that look the same and lie in several splits; unknown when in none",
            type=MetricType.GROUP,
            bad=BadEnd.HIGH,
        ),
    ],
    reads=["split", "same_pixels", "near_duplicate"],
    missing="No copy of it lies in another split.",
    whole_set=True,
)
def leakage(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """Groups of duplicate images that have members in more than one split.

    What it measures
    ----------------
    The groups of `same_pixels` and of `near_duplicate` whose images lie in two or more named splits. Every image
    of such a group that has a split has the group's number, in `exact_leak` or `near_leak`; one without leaks
    nowhere.

    Why it matters
    --------------
    What a model was trained on and is tested on, it knows by heart: the test overstates how good it is.

    When it misleads
    ----------------
    It sees no more than the two metrics it reads: neighbouring frames of a film, or two photos of one patient, leak
    too but may look different. A near duplicate may be two things that only look alike.

    Example
    -------
    `exact_leak is not null`, sorted by `exact_leak`, shows the copies side by side; adding `split = "train"` lists
    the ones to remove from training.

    Reference
    ---------
    D8 of the metric definitions. Barz and Denzler, "Do We Train on Test Data?", Journal of Imaging 6, 2020.
    """
    rows = view.images.rows
    splits = rows.column("split")
    return np.stack([across_splits(rows.column(name), splits) for name in ("same_pixels", "near_duplicate")], axis=1)
