"""Which images, or labels, mean almost the same to a model."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType
from assay.statistics.groups import joined, named_groups

NEIGHBOURS = 30


@row_metric(
    slug="near_duplicate_embedding",
    version=1,
    title="Near-duplicates by embedding",
    levels=[Level.IMAGE, Level.ANNOTATION],
    outputs=[
        Output(
            "near_duplicate_embedding",
            meaning="the group of those whose embeddings are almost the same",
            type=MetricType.GROUP,
            bad=BadEnd.HIGH,
        )
    ],
    needs=[Need.EMBEDDINGS],
    missing="It has no embedding, or no other one is that near.",
    whole_set=True,
)
def near_duplicate_embedding(view: View, *, level: Level, share: float = 0.13, within: float = 0.03) -> Values:
    """Groups of images, or labels, whose embeddings are almost the same.

    What it measures
    ----------------
    The distance of two embeddings u and v is d = 1 - u · v / (|u| |v|), 0 for copies. Two are joined when one is among
    the 30 nearest of the other and d < `share` · (the median of the distance to the nearest neighbour, over the set),
    or d <= `within`. Groups are the connected components, named by the lowest id in them.

    Why it matters
    --------------
    It finds what hashes of pixels cannot: crops, shifts, mirror images, the next frame of a video. Spread over train
    and test they make every figure too good.

    When it misleads
    ----------------
    Chains: A is near B and B near C, but A not near C. Distances are those of the model that made the embeddings: where
    it sees all images of a set as alike, many lie within 0.03; set `within` to -1 to go by the median alone. In a set
    that is mostly copies the median is 0, and only `within` joins.

    Example
    -------
    Where the nearest neighbour is usually at 0.2, two images at 0.025 are a group by either rule.

    Reference
    ---------
    M21 of the metric definitions. The share of the median: cleanlab's Datalab, "near_duplicate", threshold 0.13. The
    fixed distance: Encord Active's "Image Singularity", which halves distances, so that its 0.03 is 0.06 here.
    """
    near = view.neighbours(level, count=NEIGHBOURS)
    to_nearest = near.distances[:, 0]
    usual = np.median(to_nearest[~np.isnan(to_nearest)]) if not np.isnan(to_nearest).all() else 0.0
    row, place = np.nonzero((near.distances < share * usual) | (near.distances <= within))
    group = joined(row, near.rows[row, place], count=len(to_nearest))
    return named_groups(group, view.ids(level))
