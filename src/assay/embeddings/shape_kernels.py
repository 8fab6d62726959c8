"""What a crop looks like, in numbers: its edges by place and direction, its colours by place."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from assay.geometry.compiled import compiled

_PER_TURN = np.float32(1 / (2 * math.pi))


@compiled
def halved(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """(h, w, c) to (h // 2, w // 2, c): the mean of each 2 x 2."""
    height, width, channels = picture.shape[0] // 2, picture.shape[1] // 2, picture.shape[2]
    out = np.empty((height, width, channels), np.float32)
    for y in range(height):
        for x in range(width):
            for c in range(channels):
                above = picture[2 * y, 2 * x, c] + picture[2 * y, 2 * x + 1, c]
                below = picture[2 * y + 1, 2 * x, c] + picture[2 * y + 1, 2 * x + 1, c]
                out[y, x, c] = np.float32(0.25) * (above + below)
    return out


@compiled
def gradients(picture: NDArray[np.float32], strength: NDArray[np.float32], turn: NDArray[np.float32]) -> None:
    """Fill `strength` and `turn` (h, w): the steepest channel's slope, and its direction in turns, 0..1."""
    height, width, channels = picture.shape
    for y in range(height):
        above, below = max(y - 1, 0), min(y + 1, height - 1)
        for x in range(width):
            left, right = max(x - 1, 0), min(x + 1, width - 1)
            most, across, down = np.float32(-1), np.float32(0), np.float32(0)
            for c in range(channels):
                dx = picture[y, right, c] - picture[y, left, c]
                dy = picture[below, x, c] - picture[above, x, c]
                power = dx * dx + dy * dy
                if power > most:
                    most, across, down = power, dx, dy
            strength[y, x] = math.sqrt(most)
            turn[y, x] = np.float32(math.atan2(down, across)) * _PER_TURN + np.float32(0.5)


@compiled
def histograms(
    strength: NDArray[np.float32], turn: NDArray[np.float32], bins: int, per_turn: int, cells: NDArray[np.float32]
) -> None:
    """Add to `cells` (c, c, bins) the strength of each pixel, shared among four cells and two directions.

    per_turn : how often the directions 0 … bins go round in a full turn: 1 tells light-to-dark from dark-to-light.
    """
    count, side = cells.shape[0], strength.shape[0]
    step = np.float32(count / side)
    for y in range(side):
        place = (y + np.float32(0.5)) * step - np.float32(0.5)
        top = int(math.floor(place))
        low = place - top
        for x in range(side):
            place = (x + np.float32(0.5)) * step - np.float32(0.5)
            left = int(math.floor(place))
            aside = place - left
            direction = turn[y, x] * bins * per_turn
            first = int(direction)
            beyond = direction - first
            one, other = first % bins, (first + 1) % bins
            for dy in range(2):
                row = top + dy
                if 0 <= row < count:
                    share = strength[y, x] * (low if dy else 1 - low)
                    for dx in range(2):
                        column = left + dx
                        if 0 <= column < count:
                            part = share * (aside if dx else 1 - aside)
                            cells[row, column, one] += part * (1 - beyond)
                            cells[row, column, other] += part * beyond


@compiled
def normalised(cells: NDArray[np.float32], least: float, out: NDArray[np.float32]) -> None:
    """Fill `out` (c * c * bins,): each cell by the strength of the four 2 x 2 blocks it is in, cut at 0.2, the mean.

    least : added to the strength of a block, so that faint noise stays faint.
    """
    count, bins = cells.shape[0], cells.shape[2]
    energy = np.empty((count, count), np.float32)
    for y in range(count):
        for x in range(count):
            energy[y, x] = np.sum(cells[y, x] * cells[y, x])
    out[:] = 0
    for y in range(count):
        for x in range(count):
            for corner in range(4):
                block = np.float32(0)
                for dy in range(2):
                    for dx in range(2):
                        row = min(max(y - 1 + corner // 2 + dy, 0), count - 1)
                        column = min(max(x - 1 + corner % 2 + dx, 0), count - 1)
                        block += energy[row, column]
                factor = np.float32(1 / math.sqrt(block + least * least))
                for b in range(bins):
                    value = min(cells[y, x, b] * factor, np.float32(0.2))
                    out[(y * count + x) * bins + b] += np.float32(0.25) * value


@compiled
def colour_places(picture: NDArray[np.float32], count: int, out: NDArray[np.float32]) -> None:
    """Fill `out` (count * count * 6,): mean and deviation of three channels in each of count x count places."""
    side = picture.shape[0]
    size = side // count
    for y in range(count):
        for x in range(count):
            for c in range(3):
                total, square = np.float32(0), np.float32(0)
                for row in range(y * size, (y + 1) * size):
                    for column in range(x * size, (x + 1) * size):
                        value = picture[row, column, c]
                        total += value
                        square += value * value
                mean = total / (size * size)
                at = ((y * count + x) * 3 + c) * 2
                out[at] = mean
                out[at + 1] = math.sqrt(max(square / (size * size) - mean * mean, np.float32(0)))
