"""How colourful a picture is, and whether it is tinted."""

from __future__ import annotations

import math

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.metric import BadEnd


@picture_metric(
    slug="colour",
    version=1,
    title="Colour",
    outputs=[
        Output("saturation", title="Saturation", meaning="mean saturation, 0 grey to 1 pure colours", high=1.0),
        Output(
            "hue_entropy",
            title="Hue entropy",
            meaning="of the hues of pixels that have a colour: 0 for one hue to 7.5 for all alike",
            unit="bit",
            high=math.log2(180),
        ),
        Output(
            "colour_cast",
            title="Colour cast",
            meaning="how far the mean colour is from grey in CIE Lab; above 20 is a strong tint",
            high=200.0,
            bad=BadEnd.HIGH,
        ),
    ],
    missing="No pixel has a colour.",
)
def colour(picture: Picture) -> list[float]:
    """Mean saturation, the variety of hues, and the tint of the whole picture.

    What it measures
    ----------------
    `saturation` is the mean of (max − min) / max of R, G and B. `hue_entropy` is −Σ p log₂ p over 180 hues of the
    pixels that have a colour (see the colour shares). `colour_cast` is √(a² + b²) of the mean a* and b* of CIE Lab,
    sRGB under D65. Of a large picture some rows are looked at.

    Why it matters
    --------------
    A wrong white balance, a coloured lamp or swapped channels tint all pictures of a source alike.

    When it misleads
    ----------------
    A meadow is green without any tint: a cast of many pictures at once says more than that of one.

    Example
    -------
    `colour_cast > 20` lists the tinted images; a grey picture has 0.

    Reference
    ---------
    M13 of the metric definitions. CIE 15: Colorimetry; IEC 61966-2-1 (sRGB).
    """
    from assay.metrics.tone_kernels import entropy

    sample = picture.sample
    return [sample.saturation, entropy(sample.hues), sample.cast]
