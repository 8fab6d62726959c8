"""How much of the range of a file a picture uses."""

from __future__ import annotations

import math

import numpy as np

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.metric import BadEnd


@picture_metric(
    slug="radiometric_use",
    version=1,
    title="Range used",
    outputs=[
        Output(
            "radiometric_use",
            meaning="from the darkest to the brightest value, of what the file can hold",
            unit="%",
            high=100.0,
            bad=BadEnd.LOW,
        )
    ],
    missing="The depth of its values is not known, or was lost in decoding.",
)
def radiometric_use(picture: Picture) -> float:
    """The share of the file's range between the darkest and the brightest value.

    What it measures
    ----------------
    (max − min) / (2^bits − 1) · 100 over the values as stored; over the grey of a picture of 8 bits.

    Why it matters
    --------------
    A sensor whose bits are not used gives dark, coarse pictures; so does a wrong conversion from 16 bits to 8.

    When it misleads
    ----------------
    One hot pixel uses the whole range.

    Example
    -------
    A picture of 12 bits in a file of 16 uses at most 6.2 %.

    Reference
    ---------
    M16 of the metric definitions; Encord Active's experimental "radiometric resolution use".
    """
    if picture.bits is None:
        return math.nan
    if picture.native is not None:
        return 100 * float(np.ptp(picture.native)) / float(2**picture.bits - 1)
    return 100 * (picture.tones.most - picture.tones.least) / 255
