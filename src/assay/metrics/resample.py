"""Resize grey pictures: by area, by Pillow's bicubic filter, by Pillow's Lanczos filter.

Each output pixel is a weighted mean of the input pixels under a filter that is as wide as the step between output
pixels, so that no pixel is left out. Area covers exactly the part of the input that the output pixel stands on: a
picture and its enlargement by whole pixels give the same result.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import Enum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assay.geometry.compiled import compiled

_LANES = 4

Taps = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Per output pixel the first input pixel, and the weights from there on, padded with zeros."""


def _bicubic(x: float) -> float:
    """Keys' cubic with a = -0.5, support 2."""
    x = abs(x)
    if x < 1:
        return (1.5 * x - 2.5) * x * x + 1
    return ((-0.5 * x + 2.5) * x - 4) * x + 2 if x < 2 else 0.0


def _lanczos(x: float) -> float:
    """The sinc under a wider sinc, support 3."""
    if x == 0:
        return 1.0
    return math.sin(math.pi * x) * math.sin(math.pi * x / 3) * 3 / (math.pi * x) ** 2 if abs(x) < 3 else 0.0


class Filter(Enum):
    """What an output pixel is made of: reach, in steps between output pixels, and the weight at each distance."""

    AREA = (0.5, None)
    BICUBIC = (2.0, _bicubic)
    LANCZOS = (3.0, _lanczos)

    def __init__(self, reach: float, weight: Callable[[float], float] | None) -> None:
        self.reach = reach
        self.weight = weight


def resample(grey: NDArray[np.uint8], width: int, height: int, *, by: Filter) -> NDArray[np.uint8]:
    """`grey` (h, w) as (height, width), rounded to 0..255."""
    if by is Filter.AREA and grey.shape == (height, width):
        return grey
    out = np.empty((height, width), np.uint8)
    _apply(np.ascontiguousarray(grey), _taps(len(grey), height, by), _taps(grey.shape[1], width, by), out)
    return out


@lru_cache(maxsize=256)
def _taps(before: int, after: int, by: Filter) -> Taps:
    step = before / after
    scale = step if by is Filter.AREA else max(step, 1.0)
    centres = (np.arange(after) + 0.5) * step
    starts = np.maximum(np.floor(centres - by.reach * scale), 0).astype(np.int64)
    ends = np.minimum(np.ceil(centres + by.reach * scale), before).astype(np.int64)
    places = starts[:, None] + np.arange(-(-int((ends - starts).max()) // _LANES) * _LANES)
    if by.weight is None:
        low, high = centres - scale / 2, centres + scale / 2
        weights = np.minimum(places + 1, high[:, None]) - np.maximum(places, low[:, None])
        weights = np.clip(weights, 0, None)
    else:
        weights = np.vectorize(by.weight, otypes=[float])((places + 0.5 - centres[:, None]) / scale)
    weights[places >= ends[:, None]] = 0
    return starts, (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


@compiled
def _apply(grey: NDArray[np.uint8], down: Taps, along: Taps, out: NDArray[np.uint8]) -> None:
    """Down the columns first, a whole row at a time, then along the rows."""
    starts_y, taps_y = down
    starts_x, taps_x = along
    reach = taps_x.shape[1]
    line = np.zeros(grey.shape[1] + reach, np.float32)  # what lies beyond the end has no weight
    inner = line[: grey.shape[1]]
    for y in range(len(out)):
        inner[:] = 0
        for tap in range(taps_y.shape[1]):
            weight = taps_y[y, tap]
            if weight != 0:
                row = grey[starts_y[y] + tap]
                for x in range(len(inner)):
                    inner[x] += weight * np.float32(row[x])
        for x in range(out.shape[1]):
            part, weights = line[starts_x[x] : starts_x[x] + reach], taps_x[x]
            a, b, c, d = np.float32(0.5), np.float32(0), np.float32(0), np.float32(0)
            for quarter in range(reach // _LANES):  # four sums at a time, so that none waits for the last
                tap = _LANES * quarter
                a += weights[tap] * part[tap]
                b += weights[tap + 1] * part[tap + 1]
                c += weights[tap + 2] * part[tap + 2]
                d += weights[tap + 3] * part[tap + 3]
            out[y, x] = np.uint8(min(max((a + b) + (c + d), np.float32(0)), np.float32(255)))
