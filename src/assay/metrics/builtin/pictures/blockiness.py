"""How plainly the blocks of JPEG compression show."""

from __future__ import annotations

import math

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.metric import BadEnd

_FAINT = 0.25


@picture_metric(
    slug="blockiness",
    version=1,
    title="Blockiness",
    outputs=[
        Output("blockiness", meaning="steps at the edges of 8 × 8 blocks, against within: 1 none", bad=BadEnd.HIGH)
    ],
    missing="The picture is too small to hold a whole block beside another.",
)
def blockiness(picture: Picture) -> float:
    """How much larger the steps of grey are across the edges of 8 × 8 blocks than inside the blocks.

    What it measures
    ----------------
    The mean absolute step between neighbouring pixels across the edges of the blocks that JPEG works in, divided by
    that across the middles of the blocks, with a quarter of a grey level added to both so that plain pictures stay
    near 1. The grid is that of the stored file, also where EXIF turns the picture and in a crop of it.

    Why it matters
    --------------
    Blocks are edges that are not there. Models learn them, and boxes snap to them.

    When it misleads
    ----------------
    A picture that was resized or cropped after it was compressed has its blocks elsewhere.

    Example
    -------
    A photo has 0.9 to 1.1; saved at quality 10 it has 2 and more.

    Reference
    ---------
    M17 of the metric definitions. Z. Wang, A. C. Bovik, B. L. Evans, Blind measurement of blocking artifacts in
    images, 2000, in the simple form of a ratio.
    """
    from assay.metrics.tone_kernels import step_sums

    edge, middle = step_sums(picture.grey, *picture.grid)
    return math.nan if math.isnan(edge) else (edge + _FAINT) / (middle + _FAINT)
