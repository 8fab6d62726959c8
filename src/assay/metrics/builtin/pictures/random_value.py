"""A number that says nothing, to compare the others with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level


@row_metric(
    slug="random_value",
    version=1,
    title="Random",
    levels=[Level.IMAGE, Level.ANNOTATION, Level.PREDICTION],
    outputs=[Output("random", meaning="a uniform random number, the same at every measuring", high=1.0)],
)
def random_value(view: View, *, level: Level, seed: int = 0) -> Values:
    """A uniform random number per item, fixed by its id and a seed.

    What it measures
    ----------------
    Nothing: a hash of the item's id and of `seed`, in 0..1.

    Why it matters
    --------------
    An honest baseline. Sorting by it draws fairly, and a metric whose slices differ no more than those by
    this one explains nothing.

    When it misleads
    ----------------
    It is the same at every measuring, so two draws by one seed are the same.

    Example
    -------
    `random < 0.01` lists a hundredth of the set.

    Reference
    ---------
    M28 of the metric definitions; Encord Active's "Random Values". G. L. Steele, D. Lea, C. H. Flood, Fast splittable
    pseudorandom number generators, 2014 (the mixing of SplitMix64).
    """
    if level is Level.IMAGE:
        ids = view.images.id
    else:
        objects = view.labels if level is Level.ANNOTATION else view.predictions
        ids = np.zeros(0, np.int64) if objects is None else objects.id
    start = np.array([seed], np.int64).view(np.uint64)
    return (_scrambled(ids.view(np.uint64) + _scrambled(start)) >> np.uint64(11)).astype(np.float64) / 2**53


def _scrambled(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The output function of SplitMix64."""
    z = z + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
