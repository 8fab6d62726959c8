"""Which pictures have no colour."""

from __future__ import annotations

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.metric import BadEnd, MetricType


@picture_metric(
    slug="grayscale",
    version=1,
    title="Grayscale",
    outputs=[
        Output(
            "grayscale",
            meaning="no pixel has a colour: all its channels are equal",
            type=MetricType.FLAG,
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
)
def grayscale(picture: Picture, *, tolerance: int = 2) -> float:
    """Whether a picture is in shades of grey.

    What it measures
    ----------------
    Yes when no pixel's channels lie more than `tolerance` of 255 apart; so a file of one channel is grey, and a grey
    picture that was saved as RGB too.

    Why it matters
    --------------
    A few grey pictures among coloured ones come from another source, and a model that leans on colour fails on them.

    When it misleads
    ----------------
    A grey picture with one coloured stamp or watermark is not grey: look at `coloured_share`.

    Example
    -------
    `grayscale` lists the grey images.

    Reference
    ---------
    M12 of the metric definitions; cleanvision's "grayscale", which asks for a file of one channel.
    """
    return float(picture.tones.widest <= tolerance)
