"""How much of a picture is red, green and blue."""

from __future__ import annotations

import math

import numpy as np

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture

_HUES = np.array([[0, 11], [170, 180], [35, 76], [90, 131], [0, 180]])  # red twice, green, blue, all
_LEAST_COLOURED = 0.001


def _share(colour: str) -> Output:
    meaning = f"share of {colour} among the pixels that have a colour"
    return Output(f"{colour}_share", title=f"{colour.capitalize()} share", meaning=meaning, high=1.0)


@picture_metric(
    slug="colour_shares",
    version=1,
    title="Colour shares",
    outputs=[
        *map(_share, ("red", "green", "blue")),
        Output("coloured_share", title="Coloured share", meaning="share of pixels that have a colour at all", high=1.0),
    ],
    missing="Fewer than one pixel in a thousand has a colour.",
)
def colour_shares(picture: Picture) -> list[float]:
    """The share of red, green and blue among the pixels that have a colour.

    What it measures
    ----------------
    A pixel has a colour when its saturation is at least 50 and its value at least 40, of 255. Of these, those with a
    hue of 0–10 or 170–179 are red, 35–75 green, 90–130 blue, in OpenCV's half degrees. `coloured_share` is how many
    pixels have a colour. Of a large picture 40 rows or more are looked at, spread evenly.

    Why it matters
    --------------
    Another lamp, another season, another camera shift the colours; so do channels that were swapped.

    When it misleads
    ----------------
    Where little of the picture has a colour the shares speak of little: look at `coloured_share` beside them.
    Yellow, cyan and violet are none of the three, so the shares need not sum to 1.

    Example
    -------
    A dark red wall and a bright red one have the same `red_share`, 1.

    Reference
    ---------
    M10 of the metric definitions; Encord Active's "Red Values", "Green Values" and "Blue Values" divide by all
    pixels, so that a dark picture scores low on every colour: that number is the share times `coloured_share`.
    """
    from assay.metrics.sample_kernels import count_between

    sample = picture.sample
    *inside, coloured = count_between(sample.hues, _HUES)
    share = coloured / (coloured + sample.colourless)
    if share < _LEAST_COLOURED:
        return [math.nan, math.nan, math.nan, share]
    red_low, red_high, green, blue = inside
    return [(red_low + red_high) / coloured, green / coloured, blue / coloured, share]
