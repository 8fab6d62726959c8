"""All pairs of 64-bit hashes that differ in few bits, without comparing each with each.

Multi-index hashing (M. Norouzi, A. Punjani, D. J. Fleet, 2012): cut each hash into b bands of bits. Two hashes that
differ in at most r bits differ in at most r // b bits of some band, by the pigeonhole. So the hashes are put in order
by one band after the other, and only those are compared whose bands are equal or that few bits apart.

Groups need no list of pairs: each pair that is found joins two groups at once, so that memory stays at a few numbers
per hash however many pairs there are, and equal hashes count as one.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import ArrayError
from assay.geometry.compiled import compiled

_BITS = 64
_MOST_APART = 2  # bits by which two bands may differ: of three or more there would be thousands of ways
_FEW = 1024
_LEAST_BANDS = 3  # of 21 or 22 bits: the table of a band has at most 4 million places

Hashes = NDArray[np.uint64]


def near_groups(hashes: NDArray[np.int64], *, radius: int) -> Ids:
    """(n,) a number per hash, the same for two that differ in at most `radius` bits, and for whatever they join.

    hashes : (n,) int64, of which only the bits count. radius : 0 to 64.
    """
    distinct, place = np.unique(_checked(hashes, radius), return_inverse=True)
    parent = np.arange(len(distinct))
    _search(distinct, radius, parent, np.empty((0, 2), np.int64))
    _settle(parent)
    groups: Ids = parent[place]
    return groups


def near_pairs(hashes: NDArray[np.int64], *, radius: int) -> Ids:
    """(k, 2) the places i < j of all pairs of hashes that differ in at most `radius` bits, in order.

    hashes : (n,) int64, of which only the bits count. radius : 0 to 64. Memory grows with the number of pairs.
    """
    given = _checked(hashes, radius)
    parent = np.arange(len(given))
    pairs = np.empty((max(16, len(given)), 2), np.int64)
    found = _search(given, radius, parent, pairs)
    if found > len(pairs):
        pairs = np.empty((found, 2), np.int64)
        _search(given, radius, parent, pairs)
    pairs = np.sort(pairs[:found], axis=1)
    return pairs[np.lexsort(pairs.T[::-1])]


def _checked(hashes: NDArray[np.int64], radius: int) -> Hashes:
    if hashes.ndim != 1 or hashes.dtype.kind not in "iu" or hashes.dtype.itemsize != 8:
        raise ArrayError(f"`hashes` must be (n,) int64, got {hashes.shape} {hashes.dtype}.")
    if not 0 <= radius <= _BITS:
        raise ArrayError(f"`radius` must be 0 to {_BITS}, got {radius}.", hint="It counts the bits that may differ.")
    return np.ascontiguousarray(hashes).view(np.uint64)


def _search(hashes: Hashes, radius: int, parent: Ids, pairs: Ids) -> int:
    """Join in `parent`, and write to `pairs` as far as they reach, all pairs within `radius`; their number."""
    bands = max(_LEAST_BANDS, -(-(radius + 1) // (_MOST_APART + 1)))
    edges = np.linspace(0, _BITS, bands + 1).astype(np.int64)
    if len(hashes) <= _FEW:  # a table of a band would cost more than to compare each with each: one band of no bits
        bands, edges = 1, np.zeros(2, np.int64)
    apart = radius // bands if bands > 1 else 0
    found = 0
    for band in range(bands):
        shift, width = int(edges[band]), int(edges[band + 1] - edges[band])
        keys = (hashes >> np.uint64(shift) & np.uint64((1 << width) - 1)).astype(np.int64)
        index = _Index(keys, np.argsort(keys, kind="stable"), _offsets(keys, width), _masks(width, apart))
        found = _join(hashes, index, edges[: band + 1], (radius, apart, found), (parent, pairs))
    return found


class _Index(NamedTuple):
    """The hashes in order of one band.

    keys : (n,) the bits of the band. order : (n,) hashes by key. offsets : those of key k stand at
    offsets[k] : offsets[k + 1] of `order`. masks : what to flip in a key to reach those near it.
    """

    keys: Ids
    order: Ids
    offsets: NDArray[np.int64]
    masks: NDArray[np.int64]


def _offsets(keys: Ids, width: int) -> NDArray[np.int64]:
    counts = np.bincount(keys, minlength=1 << width)
    return np.concatenate([[0], np.cumsum(counts)])


def _masks(width: int, apart: int) -> NDArray[np.int64]:
    """Every number of `width` bits of which at most `apart` are set."""
    ones = (combinations(range(width), count) for count in range(apart + 1))
    return np.array([sum(1 << bit for bit in bits) for group in ones for bits in group], np.int64)


@compiled
def _join(
    hashes: Hashes,
    index: _Index,
    edges: NDArray[np.int64],
    bounds: tuple[int, int, int],
    out: tuple[Ids, Ids],
) -> int:
    """Search one band; the number of pairs found so far.

    edges : the first bit of this band and of those before, to tell pairs that were found there. bounds : the radius,
    the bits by which bands may differ, and the pairs found before. out : `parent` and `pairs`, as `_search`.
    """
    radius, apart, found = bounds
    parent, pairs = out
    for at in range(len(index.order)):
        i = index.order[at]
        for mask in index.masks:
            key = index.keys[i] ^ mask
            if key < index.keys[i]:
                continue  # the other of the two will see this one
            start = at + 1 if mask == 0 else index.offsets[key]
            for place in range(start, index.offsets[key + 1]):
                j = index.order[place]
                different = hashes[i] ^ hashes[j]
                if _ones(different) <= radius and not _was_found(different, edges, apart):
                    _unite(parent, i, j)
                    if found < len(pairs):
                        pairs[found, 0], pairs[found, 1] = i, j
                    found += 1
    return found


@compiled
def _was_found(different: np.uint64, edges: NDArray[np.int64], apart: int) -> bool:
    """Whether an earlier band is near enough that the pair was found in it."""
    for band in range(len(edges) - 1):
        low, width = edges[band], edges[band + 1] - edges[band]
        part = (different >> np.uint64(low)) & ((np.uint64(1) << np.uint64(width)) - np.uint64(1))
        if _ones(part) <= apart:
            return True
    return False


@compiled
def _ones(word: np.uint64) -> int:
    """How many bits are set (H. S. Warren, Hacker's Delight, 2nd edition, 5-1)."""
    word -= (word >> np.uint64(1)) & np.uint64(0x5555555555555555)
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def _unite(parent: Ids, i: int, j: int) -> None:
    """Join two groups; the lower number stands for both."""
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    while parent[j] != j:
        parent[j] = parent[parent[j]]
        j = parent[j]
    if i < j:
        parent[j] = i
    else:
        parent[i] = j


@compiled
def _settle(parent: Ids) -> None:
    """Let every number point at the one that stands for its group."""
    for i in range(len(parent)):
        parent[i] = parent[parent[i]]
