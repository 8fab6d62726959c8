"""How much of a picture is cut off at black and at white."""

from __future__ import annotations

import math

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.metric import BadEnd


@picture_metric(
    slug="clipping",
    version=1,
    title="Clipping",
    outputs=[
        Output(
            "clipped_dark",
            title="Clipped, dark",
            meaning="share of pixels at the lowest value",
            high=1.0,
            bad=BadEnd.HIGH,
        ),
        Output(
            "clipped_bright",
            title="Clipped, bright",
            meaning="share of pixels at the highest value",
            high=1.0,
            bad=BadEnd.HIGH,
        ),
    ],
    missing="The depth of its values is not known, or was lost in decoding.",
)
def clipping(picture: Picture) -> list[float]:
    """The share of pixels at 0, and at the most that the file can hold.

    What it measures
    ----------------
    Of a picture of 8 bits the share of pixels whose grey is 0, and 255: those of which every channel is; of a large
    one some rows are looked at. Of a picture of more bits the share of values at 0, and at 2^bits − 1, as stored.

    Why it matters
    --------------
    What was over- or underexposed to the end is lost: no later brightening brings it back.

    When it misleads
    ----------------
    A sensor of 12 bits in a file of 16 never reaches the end of the file's range: look at the range used. A picture
    of black and white only is clipped everywhere, by nature.

    Example
    -------
    `clipped_bright > 0.2` lists images with a burnt-out sky.

    Reference
    ---------
    M14 of the metric definitions.
    """
    if picture.bits is None:
        return [math.nan, math.nan]
    if picture.native is not None:
        most = 2**picture.bits - 1
        return [float((picture.native == end).mean()) for end in (0, most)]
    levels = picture.sample.levels
    total = int(levels.sum())
    return [int(levels[0]) / total, int(levels[255]) / total]
