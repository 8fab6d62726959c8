"""What is rare and hard at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, Labels
from assay.metrics.class_chances import Aggregation, ClassChances, per_level
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.statistics.ranks import percentiles


@row_metric(
    slug="edge_case",
    version=1,
    title="Edge case",
    levels=[Level.IMAGE],
    outputs=[
        Output("edge_case", meaning="near 1: it holds a rare class, and the model is unsure", high=1.0, bad=BadEnd.HIGH)
    ],
    needs=[Need.RUN],
    missing="The run has no prediction in the image, or nothing in it has a class.",
    whole_set=True,
)
def edge_case(view: View, *, level: Level, confidence: float = 0.25) -> Values:
    """The rank of an image by the rarest class that it holds, times its rank by the doubt of the model.

    What it measures
    ----------------
    Rarity is log2(n / k) bits of the class of which the fewest images hold an object: k of the n that hold any. An
    image holds the classes of its labels, or, where it has none, of its predictions of at least `confidence`. Hardness
    is the mean entropy of its predictions, `chance_entropy`. Both become the share of images that lie below, equals in
    the middle of their ranks, among those of which both are known; the value is their product.

    Why it matters
    --------------
    Rare and hard together is where a model fails in the field and averages do not show it: what to label, and to
    collect more of, next.

    When it misleads
    ----------------
    A wrong label of a rare class looks rare. A model that is sure and wrong does not look hard. With few classes of
    about the same size rarity tells little. It is a rank: some image is always the first.

    Example
    -------
    Of four images one holds the only bus, and the model doubts it most: both shares are 7/8, so 0.766.

    Reference
    ---------
    J8 of the capabilities. Own formula: self-information of the rarest class (Shannon, 1948), as a rank, times the
    rank of the entropy (M83).
    """
    entropy = ClassChances.of(view.objects(Level.PREDICTION)).entropy
    hardness = per_level(view, entropy, level=level, aggregation=Aggregation.MEAN.value)
    rarity = _rarity(*_held(view, confidence), images=len(view.images))
    value = np.full(len(view.images), np.nan)
    known = np.flatnonzero(np.isfinite(rarity) & np.isfinite(hardness))
    value[known] = percentiles(rarity[known]) * percentiles(hardness[known])
    return value


def _held(view: View, confidence: float) -> tuple[Ids, Labels]:
    """Image and class of every label, and of the sure predictions in images without labels."""
    predictions = view.objects(Level.PREDICTION)
    is_labelled = np.diff(view.labels.offsets) > 0
    stands_in = ~is_labelled[predictions.image] & (predictions.score >= confidence)
    image = np.concatenate([view.labels.image, predictions.image[stands_in]])
    return image, np.concatenate([view.labels.category, predictions.category[stands_in]])


def _rarity(image: Ids, category: Labels, *, images: int) -> NDArray[np.float64]:
    """(images,) bits of the rarest class of each image; NaN for one that holds none."""
    pairs = np.unique(np.column_stack((image, category)).astype(np.int64), axis=0)
    _, at, holding = np.unique(pairs[:, 1], return_inverse=True, return_counts=True)
    bits = np.full(images, np.nan)
    np.fmax.at(bits, pairs[:, 0], np.log2(len(np.unique(pairs[:, 0])) / holding)[at])
    return bits
