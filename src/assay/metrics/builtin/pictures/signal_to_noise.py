"""How far the signal of a picture stands above its spread."""

from __future__ import annotations

import math

import numpy as np

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.metric import BadEnd


@picture_metric(
    slug="signal_to_noise",
    version=1,
    title="Signal-to-noise ratio",
    outputs=[
        Output(
            "signal_to_noise",
            meaning="mean over standard deviation of all values, in decibels",
            unit="dB",
            low=None,
            bad=BadEnd.LOW,
        )
    ],
    missing="The picture is of one value, or black.",
)
def signal_to_noise(picture: Picture) -> float:
    """The mean of all values over their standard deviation, in decibels.

    What it measures
    ----------------
    10 · log₁₀(mean / standard deviation) over all values as stored, at their own depth.

    Why it matters
    --------------
    On pictures that should be even, such as microscopy, X-ray and radar, a low number is a noisy picture.

    When it misleads
    ----------------
    It takes everything that varies for noise: on photos of scenes it is the inverse of contrast.

    Example
    -------
    Values of mean 100 and standard deviation 10 have 10 dB.

    Reference
    ---------
    M15 of the metric definitions; Encord Active's experimental "SNR".
    """
    mean, deviation = picture.tones.mean, picture.tones.deviation
    if picture.native is not None:
        finite = picture.native[np.isfinite(picture.native)].astype(np.float64)
        mean, deviation = (float(finite.mean()), float(finite.std())) if finite.size else (math.nan, math.nan)
    return 10 * math.log10(mean / deviation) if mean > 0 and deviation > 0 else math.nan
