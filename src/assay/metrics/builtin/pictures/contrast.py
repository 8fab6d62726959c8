"""How far the tones of a picture lie apart."""

from __future__ import annotations

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.metric import BadEnd


@picture_metric(
    slug="contrast",
    version=1,
    title="Contrast",
    outputs=[
        Output("contrast", meaning="standard deviation of all pixels, 0 one tone to 0.5", high=0.5, bad=BadEnd.LOW)
    ],
)
def contrast(picture: Picture) -> float:
    """The standard deviation of all values of all channels.

    What it measures
    ----------------
    The standard deviation of R, G and B over all pixels, divided by 255: 0 is one tone, 0.5 is half black and half
    white.

    Why it matters
    --------------
    Fog, a dirty lens, glare and flat scans lower it, and with it what a model can see.

    When it misleads
    ----------------
    A small dark object on a wide plain ground has little contrast as a whole and much where it matters.

    Example
    -------
    `contrast < 0.05` lists the flat images.

    Reference
    ---------
    M7 of the metric definitions; Encord Active's "Contrast".
    """
    return picture.tones.deviation / 255
