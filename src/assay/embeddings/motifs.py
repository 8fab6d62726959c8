"""Which motifs a picture is made of, quarter by quarter: a bag of small bits of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.geometry.compiled import compiled

SIZE, STEP = 6, 2
"""Pixels of a bit across and down, and from one bit to the next."""

MOTIFS_FILE = Path(__file__).with_name("motifs.npz")
"""The motifs that come with Assay; see `make_motifs`."""

_FAINT = 10.0  # variance of 0..255 below which a bit is noise

Floats = NDArray[np.float32]


class Motifs(NamedTuple):
    """Motifs, and the axes along which bits are compared with them.

    shift : (k,) and basis : (SIZE * SIZE * 3, k), so that `bits @ basis - shift` are coordinates of variance 1.
    directions : (k, m), one motif per column, of length 1.
    """

    shift: Floats
    basis: Floats
    directions: Floats


@cache
def motifs() -> Motifs:
    """Those that come with Assay: 256."""
    with np.load(MOTIFS_FILE, allow_pickle=False) as archive:
        return Motifs(*(archive[name].astype(np.float32) for name in Motifs._fields))


def normalised_bits(bits: Floats) -> Floats:
    """(n, k) each row less its mean, over its deviation; faint ones stay faint. bits : of 0..255."""
    centred = bits - bits.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.sqrt(np.square(centred).mean(axis=1, keepdims=True) + _FAINT), np.float32)


def motif_shares(picture: Floats, of: Motifs) -> Floats:
    """(4 m,) how much of each of m motifs is in each quarter of `picture` (side, side, 3) of 0..255.

    A bit counts towards the motifs that are nearer to it than the mean of all motifs, by as much as they are nearer
    (the "triangle" of Coates, Lee and Ng, AISTATS 2011). Roots are taken, so that frequent motifs do not drown others.
    """
    bits = _bits_of(picture)
    points: Floats = bits @ of.basis - of.shift
    squares: Floats = np.square(points).sum(axis=1) + np.float32(1)
    return _pooled(points @ of.directions, squares)


@compiled
def _bits_of(picture: Floats) -> Floats:
    """The bits of a picture, row by row, as `normalised_bits` gives them."""
    count = (picture.shape[0] - SIZE) // STEP + 1
    out = np.empty((count * count, SIZE * SIZE * 3), np.float32)
    for place in range(count * count):
        top, left = STEP * (place // count), STEP * (place % count)
        total, square = np.float32(0), np.float32(0)
        at = 0
        for y in range(top, top + SIZE):
            for x in range(left, left + SIZE):
                for c in range(3):
                    value = picture[y, x, c]
                    out[place, at] = value
                    total += value
                    square += value * value
                    at += 1
        mean = total / at
        variance = max(square / at - mean * mean, np.float32(0))
        factor = np.float32(1 / np.sqrt(variance + np.float32(_FAINT)))
        for i in range(at):
            out[place, i] = (out[place, i] - mean) * factor
    return out


@compiled
def _pooled(projected: Floats, squares: Floats) -> Floats:
    """Distances from products, what is nearer than their mean, and its root mean in each quarter.

    projected : (n * n, m) each bit along each motif. squares : (n * n,) the squared length of each, and 1.
    """
    places, count = projected.shape
    across = int(np.sqrt(places))
    half = across // 2
    out = np.zeros((4, count), np.float32)
    apart = np.empty(count, np.float32)
    for place in range(places):
        total = np.float32(0)
        for motif in range(count):
            apart[motif] = np.sqrt(max(squares[place] - np.float32(2) * projected[place, motif], np.float32(0)))
            total += apart[motif]
        mean = total / count
        quarter = out[2 * (place // across // half) + place % across // half]
        for motif in range(count):
            quarter[motif] += max(mean - apart[motif], np.float32(0))
    for quarter in range(4):
        for motif in range(count):
            out[quarter, motif] = np.sqrt(out[quarter, motif] / (half * half))
    return out.reshape(-1)
