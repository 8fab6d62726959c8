"""Which motifs a picture is made of, quarter by quarter: a bag of small bits of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.geometry.compiled import compiled

SIZE = 6
"""Pixels of a bit across and down; there is one at every pixel."""

LIKE = 0.05
"""Cosine of a bit and a motif up to which they have nothing in common."""

MOTIFS_FILE = Path(__file__).with_name("motifs.npz")
"""The motifs that come with Assay; see `make_motifs`."""

_FAINT = 10.0  # variance of 0..255 below which a bit is noise

Floats = NDArray[np.float32]


class Motifs(NamedTuple):
    """Motifs, and the axes along which bits are compared with them.

    shift : (k,) and basis : (SIZE * SIZE * 3, k), so that `bits @ basis - shift` are coordinates of variance 1.
    directions : (k, m), one motif per column, of length 1; columns 2 i and 2 i + 1 are each other's mirror images.
    """

    shift: Floats
    basis: Floats
    directions: Floats


@cache
def motifs(count: int = 256) -> Motifs:
    """Those that come with Assay, or the first `count` of them, an even number."""
    with np.load(MOTIFS_FILE, allow_pickle=False) as archive:
        shift, basis, directions = (archive[name].astype(np.float32) for name in Motifs._fields)
    return Motifs(shift, basis, np.ascontiguousarray(directions[:, :count]))


def normalised_bits(bits: Floats) -> Floats:
    """(n, k) each row less its mean, over its deviation; faint ones stay faint. bits : of 0..255."""
    centred = bits - bits.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.sqrt(np.square(centred).mean(axis=1, keepdims=True) + _FAINT), np.float32)


def motif_shares(picture: Floats, of: Motifs) -> Floats:
    """(8 m,) how much of each of m motifs, and of its negative, is in each quarter of a picture.

    picture : (side, side, 3) of 0..255. A bit counts towards a motif by as much as its likeness to it, the cosine of
    the two, is above `LIKE` (the "soft threshold" of Coates and Ng, ICML 2011), and towards the negative by as much as
    it is below -`LIKE`. Means over a quarter; roots are taken, so that frequent motifs do not drown others. In order of
    quarters, of motifs and negatives, and of motifs (`mirrored_shares`).
    """
    points: Floats = _bits_of(picture) @ of.basis - of.shift
    lengths: Floats = np.sqrt(np.square(points).sum(axis=1) + np.float32(1))
    return _pooled(points @ of.directions, lengths)


def mirrored_shares(count: int) -> NDArray[np.intp]:
    """(8 count,) at which place each share of `count` motifs stands once the picture is mirrored."""
    places = np.arange(8 * count).reshape(2, 2, 2, count // 2, 2)  # rows, columns, signs, pairs of mirror images
    return places[:, ::-1, :, :, ::-1].ravel()


@compiled
def _bits_of(picture: Floats) -> Floats:
    """The bits of a picture, row by row, as `normalised_bits` gives them."""
    side, wide = picture.shape[0], SIZE * 3
    count, numbers = side - SIZE + 1, np.float32(SIZE * wide)
    lines = picture.reshape(side, -1)
    sums, squares = np.zeros((side, count), np.float32), np.zeros((side, count), np.float32)  # of a line of a bit
    for y in range(side):
        for x in range(count):
            for i in range(3 * x, 3 * x + wide):
                sums[y, x] += lines[y, i]
                squares[y, x] += lines[y, i] * lines[y, i]
    out = np.empty((count * count, SIZE * wide), np.float32)
    for place in range(count * count):
        top, left = place // count, place % count
        mean = sums[top : top + SIZE, left].sum() / numbers
        variance = max(squares[top : top + SIZE, left].sum() / numbers - mean * mean, np.float32(0))
        factor = np.float32(1 / np.sqrt(variance + np.float32(_FAINT)))
        for y in range(SIZE):
            line, bit = lines[top + y, 3 * left : 3 * left + wide], out[place, y * wide : (y + 1) * wide]
            for i in range(wide):
                bit[i] = (line[i] - mean) * factor
    return out


@compiled
def _side(place: int, across: int, side: int) -> np.float32:
    """How much of a place lies on a side of `across` places: 0 is before the middle, 1 behind it."""
    twice = 2 * place + 1 - across
    if twice == 0:
        return np.float32(0.5)
    return np.float32(1 if (twice > 0) == (side == 1) else 0)


@compiled
def _pooled(projected: Floats, lengths: Floats) -> Floats:
    """What each bit is like beyond `LIKE`, and the root of its mean over each quarter; first motifs, then negatives.

    projected : (n * n, m) each bit along each motif. lengths : (n * n,) of each. Of an odd n the bits of the middle row
    and column count by half in the quarters on both sides, so that a mirrored picture has its quarters exchanged.
    """
    places, motifs = projected.shape
    across = int(np.sqrt(places))
    out, bits, likeness = (
        np.zeros((4, 2 * motifs), np.float32),
        np.zeros(4, np.float32),
        np.empty(2 * motifs, np.float32),
    )
    for place in range(places):
        row, share, like = projected[place], 1 / lengths[place], np.float32(LIKE)
        for motif in range(motifs):
            cosine = row[motif] * share
            likeness[motif] = cosine - like if cosine > like else np.float32(0)
            likeness[motifs + motif] = -cosine - like if -cosine > like else np.float32(0)
        for quarter in range(4):
            weight = _side(place // across, across, quarter // 2) * _side(place % across, across, quarter % 2)
            if weight > 0:
                bits[quarter] += weight
                for motif in range(2 * motifs):
                    out[quarter, motif] += weight * likeness[motif]
    for quarter in range(4):
        for motif in range(2 * motifs):
            out[quarter, motif] = np.sqrt(out[quarter, motif] / bits[quarter])
    return out.reshape(-1)
