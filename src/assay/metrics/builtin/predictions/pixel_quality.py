"""What a model says of every pixel: how sure it is, and how well that goes with the masks."""

from __future__ import annotations

import numpy as np

from assay.evaluation.pixels import label_quality, mean_entropy
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="pixel_quality",
    version=1,
    title="Pixels",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "pixel_entropy",
            title="Entropy of the pixels",
            meaning="0: the model is sure of every pixel; 1: of none",
            high=1.0,
            bad=BadEnd.HIGH,
        ),
        Output(
            "pixel_label_quality",
            title="Quality of the masks",
            meaning="chance of what is labelled, of the worst pixels foremost; 0 is worst",
            high=1.0,
            bad=BadEnd.LOW,
        ),
    ],
    needs=[Need.PIXELS],
    missing="The run has no pixels of the image, their file cannot be read, or nothing in it is judged.",
)
def pixel_quality(view: View, *, level: Level, temperature: float = 0.1) -> Values:
    """How sure a model is of the pixels of an image, and how far its masks agree.

    What it measures
    ----------------
    `pixel_entropy`: -Σ p log p / log K at each pixel, mean over the image. Where the file holds several draws of the
    model (Monte Carlo dropout), p is their mean. `pixel_label_quality`: with p the chance of the labelled class at a
    pixel, Σ p w / Σ w over the pixels, w = exp((1 - p) / `temperature`): nearly the least p, held up by the others.
    What is crowd or ignored is not judged; nor is what no mask covers, unless the model has a class for background.

    Why it matters
    --------------
    The first tells which images to paint next; the second which were painted wrongly.

    When it misleads
    ----------------
    Borders of objects are unsure by nature, so that images of many small objects have high entropy. One wrong pixel of
    a sure model lowers the quality as much as a wrong object: look at the suspects, which count pixels.

    Example
    -------
    An image whose bicycle was left unpainted has chances near 0 there, and a quality near 0.

    Reference
    ---------
    M51 and M88 of the metric definitions; Lad and Mueller, arXiv 2307.05080, 2023; Kendall and Gal, NeurIPS 2017.
    """
    del level
    values: Values = np.full((len(view.images), 2), np.nan)
    for row, image in enumerate(view.images.id.tolist()):
        pixels = view.pixels.read(image) if view.pixels is not None else None
        if pixels is not None:
            values[row] = mean_entropy(pixels.chances), label_quality(pixels, temperature=temperature)
    return values
