"""The kernels of a map: which rows pull at or push off each other, and one step of all of them."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from assay.geometry.compiled import compiled
from assay.vectors.project import Points

Rows32 = NDArray[np.int32]
Offsets = NDArray[np.int64]

Partners = tuple[Offsets, Rows32]
"""Those of row i are partners[offsets[i] : offsets[i + 1]]."""

Pairs = tuple[Partners, Partners, Partners]
"""The near, the half near, and the far, which push each other off."""

State = tuple[Points, Points, NDArray[np.float32]]
"""(n, 2) where all rows are, (n, 2) where a step leads, and (n, 4) the mean slope and the mean squared slope so far."""

NEAR_REACH, HALF_REACH, FAR_REACH = 10.0, 10_000.0, 1.0
"""How far apart two rows may be and still pull at each other: the larger, the farther."""

_SMALL_PRIME, _LARGE_PRIME = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9


@compiled
def _mixed(number: int) -> int:
    """63 bits that look random, the same for the same number (splitmix64)."""
    bits = np.uint64(number) * np.uint64(_SMALL_PRIME)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(_LARGE_PRIME)
    return int((bits ^ (bits >> np.uint64(31))) >> np.uint64(1))


@partial(compiled, nogil=True)
def half_near(points: Points, count: int, drawn: int, seed: int) -> Rows32:
    """(n, count) rows that are neither near nor far: each the second nearest of `drawn` others drawn at random."""
    total, width = points.shape
    rows = np.empty((total, count), np.int32)
    for row in range(total):
        for place in range(count):
            best = second = np.inf
            at_best = at_second = row
            for draw in range(drawn):
                number = ((row * count + place) * drawn + draw) * 2 + seed
                other = _mixed(number) % total
                if other in (row, at_best, at_second):
                    continue
                gap = 0.0
                for axis in range(width):
                    gap += (points[row, axis] - points[other, axis]) ** 2
                if gap < best:
                    best, second, at_best, at_second = gap, best, other, at_best
                elif gap < second:
                    second, at_second = gap, other
            rows[row, place] = at_second
    return rows


@partial(compiled, nogil=True)
def any_others(near: Rows32, count: int, seed: int) -> Rows32:
    """(n, count) rows drawn at random, neither the row itself nor one of its `near`."""
    total = len(near)
    rows = np.empty((total, count), np.int32)
    for row in range(total):
        for place in range(count):
            other = row
            for attempt in range(8):
                number = ((row * count + place) * 8 + attempt) * 2 + 1 + seed
                other = _mixed(number) % total
                if other != row and not (near[row] == other).any():
                    break
            rows[row, place] = other
    return rows


@partial(compiled, nogil=True)
def both_ways(rows: Rows32) -> Partners:
    """Pairs (row, rows[row]) as lists of partners."""
    total, count = rows.shape
    offsets = np.zeros(total + 1, np.int64)
    for row in range(total):
        for place in range(count):
            other = rows[row, place]
            if other >= 0 and other != row:
                offsets[row + 1] += 1
                offsets[other + 1] += 1
    offsets = np.cumsum(offsets)
    partners = np.empty(offsets[-1], np.int32)
    ends = offsets[:-1].copy()
    for row in range(total):
        for place in range(count):
            other = rows[row, place]
            if other >= 0 and other != row:
                partners[ends[row]] = other
                partners[ends[other]] = row
                ends[row] += 1
                ends[other] += 1
    return offsets, partners


@compiled
def _slope(
    places: Points, row: int, offsets: Offsets, partners: Rows32, reach: np.float32
) -> tuple[np.float32, np.float32]:
    """How the sum of d / (reach + d) over the partners of a row rises with its x and y; d = 1 + the squared gap."""
    slope_x, slope_y = np.float32(0), np.float32(0)
    x, y = places[row, 0], places[row, 1]
    for at in range(offsets[row], offsets[row + 1]):
        other = partners[at]
        gap_x, gap_y = x - places[other, 0], y - places[other, 1]
        below = reach + np.float32(1) + gap_x * gap_x + gap_y * gap_y
        strength = reach / (below * below)
        slope_x += strength * gap_x
        slope_y += strength * gap_y
    return np.float32(2) * slope_x, np.float32(2) * slope_y


@partial(compiled, nogil=True)
def step_rows(part: tuple[int, int], number: int, pairs: Pairs, weights: NDArray[np.float32], state: State) -> None:
    """Step `number` (from 1) of Adam for the rows `part`, from where all rows were.

    weights : of the near, the half near and the far.
    """
    near, half, far = pairs
    places, fresh, memory = state
    first, second = np.float32(0.9), np.float32(0.999)
    rate = np.float32(np.sqrt(1 - 0.999**number) / (1 - 0.9**number))
    for row in range(part[0], part[1]):
        slopes = np.zeros(2, np.float32)
        for partners, weight, reach in (
            (near, weights[0], np.float32(NEAR_REACH)),
            (half, weights[1], np.float32(HALF_REACH)),
            (far, -weights[2], np.float32(FAR_REACH)),
        ):
            if weight != 0:
                slope_x, slope_y = _slope(places, row, partners[0], partners[1], reach)
                slopes[0] += weight * slope_x
                slopes[1] += weight * slope_y
        for axis in range(2):
            memory[row, axis] = first * memory[row, axis] + (np.float32(1) - first) * slopes[axis]
            memory[row, axis + 2] = second * memory[row, axis + 2] + (np.float32(1) - second) * slopes[axis] ** 2
            move = rate * memory[row, axis] / (np.sqrt(memory[row, axis + 2]) + np.float32(1e-7))
            fresh[row, axis] = places[row, axis] - move
