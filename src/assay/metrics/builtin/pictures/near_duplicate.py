"""Which images look almost the same."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType
from assay.statistics.groups import named_groups


@row_metric(
    slug="near_duplicate",
    version=1,
    title="Near-duplicates",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "near_duplicate",
            meaning="the group of images that look almost the same",
            type=MetricType.GROUP,
            bad=BadEnd.HIGH,
        )
    ],
    reads=["phash"],
    missing="No other image looks almost like it.",
    whole_set=True,
)
def near_duplicate(view: View, *, level: Level, radius: int = 4) -> Values:  # noqa: ARG001 - one level only
    """Groups of images whose perceptual hashes differ in few bits.

    What it measures
    ----------------
    Two images whose `phash` differ in at most `radius` of 64 bits are in one group, and so is whatever is joined to
    them by others: groups are the connected components. A group is named by the lowest id in it.

    Why it matters
    --------------
    Frames of one video, bursts and resized copies that fall into train and test make every figure too good.

    When it misleads
    ----------------
    Chains: A looks like B and B like C, but A not like C. Pictures of one plain shape on a plain ground look alike.
    A larger radius finds more, and more that are none: by chance, among a million images, no pair is within 4 bits,
    two within 6.

    Example
    -------
    `near_duplicate != null` lists them; a radius of 0 takes equal hashes only, as cleanvision does.

    Reference
    ---------
    M20 of the metric definitions. M. Norouzi, A. Punjani, D. J. Fleet, Fast search in Hamming space with
    multi-index hashing, 2012.
    """
    from assay.metrics.near_hashes import near_groups

    column = view.images.rows.column("phash").combine_chunks()
    known = np.asarray(column.is_valid())
    group = np.full(len(known), -1, np.int64)
    group[known] = near_groups(np.asarray(column.drop_null(), np.int64), radius=radius)
    return named_groups(group, view.images.id)
