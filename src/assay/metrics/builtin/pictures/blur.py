"""How blurred a picture is."""

from __future__ import annotations

import math

from assay.metrics.builtin.pictures.sharpness import HALF_SHARP
from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.metric import BadEnd, MetricType

_SIDE = 64


@picture_metric(
    slug="blur",
    version=1,
    title="Blur",
    outputs=[
        Output("blur", meaning="1 − sharpness: 0 sharp to 1 blurred or flat", high=1.0, bad=BadEnd.HIGH),
        Output(
            "flat",
            title="Flat",
            meaning="the picture is of one tone, so that sharp and blurred mean nothing",
            type=MetricType.FLAG,
            high=1.0,
            bad=BadEnd.HIGH,
        ),
        Output(
            "edge_score",
            title="Edge score",
            meaning="strength of edges at 64 px; cleanvision calls a picture blurry below 0.29",
            high=1.0,
            bad=BadEnd.LOW,
        ),
        Output(
            "blurry",
            title="Blurry",
            meaning="the edge score is below 0.29",
            type=MetricType.FLAG,
            high=1.0,
            bad=BadEnd.HIGH,
        ),
    ],
    missing="A picture needs at least 3 × 3 pixels for it.",
)
def blur(picture: Picture, *, threshold: float = 0.29, flat: float = 0.01) -> list[float]:
    """How blurred a picture is, in 0..1, with cleanvision's score and flag beside it.

    What it measures
    ----------------
    `blur` is 1 − sharpness. `flat` is yes when the standard deviation of grey is below 0.01 of its range.
    `edge_score` is cleanvision's: the picture at a longer side of 64 px at most; b, the standard deviation of its
    edge picture (8 · pixel − its eight neighbours, clipped); h, the standard deviation of the 256 counts of its
    grey histogram; u = 1 − exp(−h/100) where that exceeds 0.18, else 0; min(1, 1 − exp(−b/100) + u). `blurry` is yes
    below 0.29.

    Why it matters
    --------------
    A model cannot learn from what cannot be seen, and labels on blurred images are guesses.

    When it misleads
    ----------------
    `edge_score` takes a flat picture for a sharp one, since its histogram is a spike, and depends on the number of
    pixels below 64 px: use `blur` to sort and `blurry` to compare with cleanvision. A blurred background is no fault.

    Example
    -------
    `blurry or blur > 0.9` lists the blurred images.

    Reference
    ---------
    M9 of the metric definitions; cleanvision's "blurry". Encord Active's "Blur" is 1 − the variance of the
    Laplacian, which has no lower end.
    """
    score, deviation = edge_score(picture)
    is_flat = deviation < flat * 255
    return [HALF_SHARP / (picture.detail + HALF_SHARP), float(is_flat), score, float(score < threshold)]


def edge_score(picture: Picture) -> tuple[float, float]:
    """The score by which cleanvision calls a picture blurry, and the standard deviation of grey, 0..255, at 64 px."""
    from assay.metrics.edge_kernels import edge_moments
    from assay.metrics.resample import Filter, resample

    ratio = max(max(picture.grey.shape) / _SIDE, 1.0)
    height, width = (max(1, int(side // ratio)) for side in picture.grey.shape)
    small = picture.grey if ratio == 1 else resample(picture.reduced, width, height, by=Filter.BICUBIC)
    spread, spike, deviation = edge_moments(small)
    u = 1 - math.exp(-0.01 * spike)
    return min(1.0, 1 - math.exp(-0.01 * spread) + (u if u > 0.18 else 0.0)), deviation
