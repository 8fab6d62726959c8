"""The nearest neighbours of vectors: all compared with all, or by an index where they are many."""

from __future__ import annotations

from assay.vectors.all_pairs import Neighbours, Vectors, all_pairs, known_rows
from assay.vectors.index import indexed

__all__ = ["EXACT_UP_TO", "Neighbours", "Vectors", "all_pairs", "known_rows", "nearest"]

EXACT_UP_TO = 20_000
"""How many rows are compared all with all."""


def nearest(vectors: Vectors, *, count: int) -> Neighbours:
    """The `count` nearest other rows of each; of those at one distance the lower row comes first.

    Up to 20,000 rows are compared all with all; of more, an index finds 99 in 100 of the neighbours or more, and
    `recall` says how many; 90 or more where 99 would take comparing all with all.
    """
    if len(vectors) <= EXACT_UP_TO:
        return all_pairs(vectors, count=count)
    return indexed(vectors, count=count)
