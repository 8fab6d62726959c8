"""A fingerprint of what a picture looks like."""

from __future__ import annotations

import math

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.metric import MetricType

_PLAIN = 1.0  # standard deviation, in grey levels


@picture_metric(
    slug="phash",
    version=1,
    title="Perceptual hash",
    outputs=[
        Output(
            "phash",
            meaning="64 bits that stay nearly the same when a picture is resized, recompressed or brightened",
            type=MetricType.HASH,
            low=None,
        )
    ],
    missing="The picture is of one tone, so that there is nothing to tell it by.",
)
def phash(picture: Picture) -> float:
    """A hash of 64 bits of which look-alikes share most.

    What it measures
    ----------------
    The picture in grey is brought to 32 × 32 pixels with Pillow's Lanczos filter; of its discrete cosine transform
    the 8 × 8 lowest frequencies are taken, and each bit says whether one is above their median. The number is those
    bits as an integer of 64 bits with a sign; only the number of differing bits means something.

    Why it matters
    --------------
    Near-duplicates across splits make a model look better than it is, and waste the time of annotators: see
    `near_duplicate`.

    When it misleads
    ----------------
    It knows nothing of colour, of mirrors and of turns by 90°. Pictures of one plain shape on a plain ground look
    alike to it. A picture of one tone has none.

    Example
    -------
    A photo and its copy at half the size differ in 0 to 2 of 64 bits, two photos of different things in about 32.

    Reference
    ---------
    M20 of the metric definitions. N. Krawetz, Looks Like It, 2011; the bits of the Python package ImageHash.
    """
    from assay.metrics.phash_kernel import SIDE, hash_bits
    from assay.metrics.resample import Filter, resample

    bits, deviation = hash_bits(resample(picture.small, SIDE, SIDE, by=Filter.LANCZOS))
    return bits if deviation >= _PLAIN else math.nan
