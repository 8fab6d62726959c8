"""How well the sides of a box lie on the edges of what it shows."""

from __future__ import annotations

import math

import numpy as np

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.metrics.sides import side_strengths
from assay.model.level import Level
from assay.model.metric import BadEnd

SHIFT = 0.2
"""Share of the box by which its sides are shifted in search of a stronger edge, at least 2 px."""

CARELESS = 1
"""Pixels by which a side may miss its edge: what rounding does."""

LEAST_EDGE = 4.0
"""Grey levels, of 255, below which nothing beside a side is an edge: noise, or a plain ground."""


@picture_metric(
    slug="box_tightness",
    version=1,
    title="Box tightness",
    outputs=[
        Output(
            "box_tightness",
            meaning="edge along the sides of the box, as a share of the strongest edge beside them; 1 lies on it",
            high=1.0,
            bad=BadEnd.LOW,
        )
    ],
    levels=[Level.ANNOTATION, Level.PREDICTION],
    missing="It has no box, or none of its sides lies inside the image with an edge beside it.",
)
def box_tightness(picture: Picture) -> float:
    """How well the sides of a box lie on edges.

    What it measures
    ----------------
    Along each side of the box the mean absolute difference between the strips of pixels on either side of the line, in
    grey, each a twentieth of the box wide; the same with the side shifted by up to a fifth of the box, at least 2 px,
    inwards and outwards. A side has its own strength (the best within 1 px) over the strongest; the mean of the sides
    counts. A side that is so near the border that it cannot be shifted is left out, and so is one beside which no
    difference reaches 4 of 255 levels.

    Why it matters
    --------------
    Loose boxes teach a model loose boxes, and cost most of the average precision at high IoU.

    When it misleads
    ----------------
    The strongest edge need not be that of the object: a fence behind a horse. Of real boxes on photos, made looser by
    8 % on every side, three in four score lower: it is a hint, not a proof. Round things touch their box at one point
    of each side only, so that their boxes score low: compare within a class. Outlines and turned boxes are measured by
    the upright box around them.

    Example
    -------
    Sorted by `box_tightness`, boxes with air around the object come first.

    Reference
    ---------
    M63 of the metric definitions, our own; without a model, where others compare with the box of a SAM mask.
    """
    if picture.whole is None or picture.box is None:
        return math.nan
    shares = []
    for strengths in side_strengths(picture.whole.grey, picture.box, share=SHIFT):
        strongest = strengths.max(initial=0)
        if strongest >= LEAST_EDGE:
            middle = len(strengths) // 2
            shares.append(strengths[middle - CARELESS : middle + CARELESS + 1].max() / strongest)
    return float(np.mean(shares)) if shares else math.nan
