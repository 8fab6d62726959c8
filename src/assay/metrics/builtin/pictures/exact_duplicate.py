"""Which images are exact copies of one another."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType
from assay.statistics.groups import groups_of_equals


@row_metric(
    slug="exact_duplicate",
    version=1,
    title="Exact duplicates",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "same_file",
            title="Same file",
            meaning="the group of images whose files hold the same bytes",
            type=MetricType.GROUP,
            bad=BadEnd.HIGH,
        ),
        Output(
            "same_pixels",
            title="Same pixels",
            meaning="the group of images that decode to the same pixels",
            type=MetricType.GROUP,
            bad=BadEnd.HIGH,
        ),
    ],
    reads=["file_hash", "pixel_hash"],
    missing="No other image is a copy of it.",
    whole_set=True,
)
def exact_duplicate(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """Groups of images that are copies: of the same bytes, and of the same pixels.

    What it measures
    ----------------
    Images with one `file_hash` are in one group of `same_file`, images with one `pixel_hash` in one of
    `same_pixels`. A group is named by the lowest id in it. An image without a copy is in none.

    Why it matters
    --------------
    A copy in train and test makes every figure too good; copies with different labels contradict each other.

    When it misleads
    ----------------
    A photo that was saved again as JPEG has other pixels: look at `near_duplicate`.

    Example
    -------
    `same_pixels != null` lists all copies; sort by `same_pixels` to see them side by side.

    Reference
    ---------
    M19 of the metric definitions; cleanvision's "exact_duplicates" compares decoded pixels.
    """
    hashes = [view.images.rows.column(name).combine_chunks() for name in ("file_hash", "pixel_hash")]
    return np.column_stack([groups_of_equals(column, view.images.id) for column in hashes])
