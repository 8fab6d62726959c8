"""How bright a picture is."""

from __future__ import annotations

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.metric import BadEnd


@picture_metric(
    slug="brightness",
    version=1,
    title="Brightness",
    outputs=[Output("brightness", meaning="mean of all pixels, 0 black to 1 white", high=1.0, bad=BadEnd.BOTH)],
)
def brightness(picture: Picture) -> float:
    """The mean of all values of all channels.

    What it measures
    ----------------
    The mean of R, G and B over all pixels, divided by 255: 0 is black, 1 is white.

    Why it matters
    --------------
    A model that saw few dark images fails on them. Very dark and very bright images are often broken exposures.

    When it misleads
    ----------------
    A night scene with one lamp has the mean of a grey wall: look at the percentiles beside it.

    Example
    -------
    `brightness < 0.2` lists the dark images; a half black, half white picture has 0.5.

    Reference
    ---------
    M5 of the metric definitions; Encord Active's "Brightness".
    """
    return picture.tones.mean / 255
