"""The kernels of a line of vectors: chains that grow by their ends."""

from __future__ import annotations

from functools import partial

import numpy as np

from assay.arrays import Ids
from assay.geometry.compiled import compiled


@compiled
def _chain_of(chain: Ids, row: int) -> int:
    """The row that stands for the chain that `row` is in; ways to it are halved as they are walked."""
    while chain[row] != row:
        chain[row] = chain[chain[row]]
        row = chain[row]
    return row


@partial(compiled, nogil=True)
def join_chains(one: Ids, other: Ids, links: Ids, chain: Ids) -> None:
    """Join one[k] and other[k], pair by pair, where both are ends and of two chains.

    links : (n, 2) the rows that each is joined to, -1 for none yet. chain : (n,) see `_chain_of`. Both are written to.
    """
    for pair in range(len(one)):
        first, second = one[pair], other[pair]
        if links[first, 1] >= 0 or links[second, 1] >= 0:
            continue
        this, that = _chain_of(chain, first), _chain_of(chain, second)
        if this != that:
            chain[this] = that
            links[first, 0 if links[first, 0] < 0 else 1] = second
            links[second, 0 if links[second, 0] < 0 else 1] = first


@partial(compiled, nogil=True)
def walk(links: Ids, start: int, count: int) -> Ids:
    """(count,) the rows of a chain in its order, from the end `start`."""
    rows = np.empty(count, np.int64)
    before, row = -1, start
    for place in range(count):
        rows[place] = row
        onward = links[row, 0] if links[row, 0] != before else links[row, 1]
        before, row = row, onward
    return rows
