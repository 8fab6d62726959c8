"""Choose items one by one: each time the one that adds most, by its own worth and by how unlike the chosen it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, check_same_length
from assay.errors import ArrayError

Floats = NDArray[np.float64]

HALF = 32
"""Bits that two unrelated hashes of 64 bits differ in, on average: from there on pictures are wholly unlike."""


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """What was chosen, b items in the order of choice, with the terms of each at the moment it was chosen (M97).

    items : (b,) rows. worth : (b,) their own, 0 to 1. novelty : (b,) unlikeness to what was chosen before, 0 to 1;
    1 for the first.
    """

    items: Ids
    worth: Floats
    novelty: Floats


def choose(
    worth: Floats, hashes: NDArray[np.uint64], *, budget: int, diversity: float = 0.5, apart: int = 0, seed: int = 0
) -> Chosen:
    """At most `budget` of the n items, greedily by (1 - diversity) · worth + diversity · novelty.

    worth : (n,) 0 to 1; an item of NaN is never chosen.
    hashes : (n,) perceptual hashes. Novelty is the least Hamming distance to a chosen item over `HALF`, at most 1: the
        greedy k-centre of Gonzalez, "Clustering to minimize the maximum intercluster distance", 1985.
    diversity : 0 looks at the worth alone, 1 at novelty alone, beginning with the worthiest.
    apart : an item whose hash differs in fewer bits from a chosen one's is left out: it is a near duplicate of it.
    seed : decides between equals; the same seed chooses the same.

    Raises
    ------
    ArrayError : lengths differ, `budget` is below 1, or `diversity` is not a share.
    """
    count = check_same_length(worth=worth, hashes=hashes)
    if budget < 1 or not 0 <= diversity <= 1:
        raise ArrayError(
            f"A budget of {budget} and a diversity of {diversity:g} cannot be chosen by.",
            hint="Give a budget of at least 1 and a diversity between 0 and 1.",
        )
    shuffled = np.random.default_rng(seed).permutation(count)
    worth, hashes = worth[shuffled], hashes[shuffled]
    novelty, free = np.ones(count), ~np.isnan(worth)
    items: list[int] = []
    terms: list[tuple[float, float]] = []
    while len(items) < budget and free.any():
        share = diversity if items else 0.0  # nothing is chosen yet that the first could be unlike
        gain = np.where(free, (1 - share) * np.nan_to_num(worth) + share * novelty, -np.inf)
        best = int(gain.argmax())
        items.append(int(shuffled[best]))
        terms.append((float(worth[best]), float(novelty[best])))
        distance = np.bitwise_count(hashes ^ hashes[best])
        novelty = np.minimum(novelty, distance / HALF)
        free &= distance >= apart
        free[best] = False
    told = np.array(terms, np.float64).reshape(-1, 2)
    return Chosen(np.array(items, np.int64), told[:, 0], told[:, 1])
