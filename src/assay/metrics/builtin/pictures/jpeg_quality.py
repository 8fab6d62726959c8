"""At which quality a JPEG was saved."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.level import Level
from assay.model.metric import BadEnd

# Annex K.1 of ITU-T T.81, in zigzag order.
_STANDARD = np.array(
    [
        16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51,
        61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77,
        113, 121, 112, 100, 120, 92, 101, 103, 99,
    ]
)  # fmt: skip


@picture_metric(
    slug="jpeg_quality",
    version=1,
    title="JPEG quality",
    outputs=[
        Output("jpeg_quality", meaning="estimated from the file: 1 worst to 100 best", low=1, high=100, bad=BadEnd.LOW)
    ],
    levels=[Level.IMAGE],
    missing="The file is not a JPEG.",
    least_side=0,
)
def jpeg_quality(picture: Picture) -> float:
    """The quality setting whose quantisation table is nearest to that of the file.

    What it measures
    ----------------
    A JPEG states by how much each frequency was coarsened. The table for brightness is compared with those that the
    IJG library writes at quality 1 to 100; the nearest, by the sum of differences, is the estimate.

    Why it matters
    --------------
    Low quality means blocks and smeared texture; a mix of qualities is a mix of sources.

    When it misleads
    ----------------
    It tells how the file was saved last. A bad JPEG that was saved again at quality 95 has 95: look at the
    blockiness. Cameras and web services have tables of their own, for which the number is an estimate.

    Example
    -------
    `jpeg_quality < 50` lists the files that were saved coarsely.

    Reference
    ---------
    M17 of the metric definitions. ITU-T T.81, annex K; the scaling is that of the IJG's jpeg_set_quality.
    """
    table = None if picture.facts is None else picture.facts.luma_table
    return math.nan if table is None else _nearest(table)


@lru_cache(maxsize=256)
def _nearest(table: tuple[int, ...]) -> float:
    """The quality whose table is nearest."""
    quality = np.arange(1, 101)
    percent = np.where(quality < 50, 5000 // quality, 200 - 2 * quality)
    tables = np.clip((_STANDARD * percent[:, None] + 50) // 100, 1, 255)
    return float(np.abs(tables - np.array(table)).sum(axis=1).argmin() + 1)
