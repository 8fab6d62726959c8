"""How sharp a picture is."""

from __future__ import annotations

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture, laplacian_variance
from assay.model.metric import BadEnd

HALF_SHARP = 100 / 255**2
"""The variance of the Laplacian that counts as half sharp: 100 on the scale 0..255, a customary border of blur."""


@picture_metric(
    slug="sharpness",
    version=1,
    title="Sharpness",
    outputs=[
        Output("sharpness", meaning="0 blurred or flat to 1 sharp, whatever its size", high=1.0, bad=BadEnd.LOW),
        Output(
            "sharpness_raw",
            title="Sharpness, raw",
            meaning="variance of the Laplacian at full size; grows and falls with size and noise",
            high=16.0,
            bad=BadEnd.LOW,
        ),
    ],
    missing="A picture needs at least 3 × 3 pixels for it.",
)
def sharpness(picture: Picture) -> list[float]:
    """How much fine detail a picture has, at a fixed size.

    What it measures
    ----------------
    The picture in grey, 0..1, is brought to a longer side of 160 px by area; v is the variance of its Laplacian
    (4 · pixel − its four neighbours), and `sharpness` is v / (v + c), with c = 100 / 255², so that a variance of 100
    on the scale 0..255 counts as half sharp. `sharpness_raw` is the variance at full size; of a large picture
    some rows are looked at.

    Why it matters
    --------------
    Motion, a wrong focus and strong compression take away what a model learns from, and what an annotator sees.

    When it misleads
    ----------------
    Noise is detail to it: a noisy night shot looks sharp. A sky is not blurred, there is nothing in it: the flag
    `flat` tells such pictures. A small crop is judged as it looks enlarged.

    Example
    -------
    `sharpness < 0.1` lists the blurred images; a one-colour picture has 0.

    Reference
    ---------
    M8 of the metric definitions; Encord Active's "Sharpness" is the raw number, which is not comparable between
    images of different size. J. L. Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy, 2000.
    """
    return [picture.detail / (picture.detail + HALF_SHARP), laplacian_variance(picture.grey)]
