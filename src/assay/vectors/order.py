"""Vectors in one line, such that look-alikes are next to each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.vectors.neighbours import Neighbours, Vectors, known_rows, nearest
from assay.vectors.order_kernel import join_chains, walk

_AROUND = 10  # ends of other chains that an end is compared with


def look_alike_order(vectors: Vectors, neighbours: Neighbours) -> NDArray[np.float64]:
    """(n,) the place of each row in the line, from 1; NaN for a row without a vector.

    A short path through all vectors, by the greedy edge heuristic of the travelling salesman. Of all pairs of
    `neighbours`, the nearest first, two are joined where both are still ends and of two chains. Then the ends of the
    chains look for the nearest ends, and so on until one chain is left: chunks joined end to end. The line begins at
    the end with the lower row.
    """
    known = known_rows(vectors)
    line = np.full(len(vectors), np.nan)
    links, chain = np.full((len(vectors), 2), -1), np.arange(len(vectors))
    ends, near = known, neighbours.rows[known]
    distances = neighbours.distances[known]
    while len(ends):
        _join(ends, near, distances, links, chain)
        ends = known[links[known, 1] < 0]
        if (links[ends] < 0).sum() == 2:  # one chain has two free places
            break
        found = nearest(vectors[ends], count=min(_AROUND, len(ends) - 1))
        near, distances = np.where(found.rows < 0, -1, ends[found.rows]), found.distances
    if len(known):
        line[walk(links, int(ends[0]), len(known))] = np.arange(1, len(known) + 1)
    return line


def _join(rows: Ids, others: Ids, distances: NDArray[np.float64], links: Ids, chain: Ids) -> None:
    """Join chains by the pairs (rows[i], others[i, k]), the nearest first, of equals the lower rows."""
    one, other, apart = np.repeat(rows, others.shape[1]), others.ravel(), distances.ravel()
    there = other >= 0
    low, high, apart = np.minimum(one, other)[there], np.maximum(one, other)[there], apart[there]
    order = np.lexsort((high, low, apart))
    join_chains(low[order], high[order], links, chain)
