"""The bits of the perceptual hash."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.geometry.compiled import compiled

SIDE, _LOW = 32, 8

_COSINES = 2 * np.cos(np.pi * np.arange(_LOW)[:, None] * (2 * np.arange(SIDE) + 1) / (2 * SIDE))
"""(8, 32) the lowest rows of the discrete cosine transform of type II."""


@compiled
def hash_bits(small: NDArray[np.uint8]) -> tuple[int, float]:
    """The 64 bits of `small` (32, 32), and the standard deviation of its pixels.

    A bit is set where one of the 8 x 8 lowest frequencies is above their median; the first is the highest bit.
    """
    half = np.zeros((_LOW, SIDE))
    total, squares = 0.0, 0.0
    for y in range(SIDE):
        for x in range(SIDE):
            value = float(small[y, x])
            total += value
            squares += value * value
        for k in range(_LOW):
            for x in range(SIDE):
                half[k, x] += _COSINES[k, y] * small[y, x]
    low = np.zeros(_LOW * _LOW)
    for k in range(_LOW):
        for m in range(_LOW):
            for x in range(SIDE):
                low[k * _LOW + m] += half[k, x] * _COSINES[m, x]
    ordered = np.sort(low)
    middle = (ordered[31] + ordered[32]) / 2
    bits = np.int64(0)
    for i in range(len(low)):
        bits = bits << 1 | np.int64(low[i] > middle)
    count = SIDE * SIDE
    return int(bits), float(np.sqrt(max(squares / count - (total / count) ** 2, 0.0)))
