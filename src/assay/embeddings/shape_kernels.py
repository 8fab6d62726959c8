"""What a crop looks like, in numbers: its edges by place and direction, its colours by place."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.geometry.compiled import compiled

Floats = NDArray[np.float32]

_PER_TURN = np.float32(1 / (2 * math.pi))


@compiled
def shrunk(picture: NDArray[Any], times: int) -> Floats:
    """(h, w, c) to (h // times, w // times, c): the mean of each `times` x `times`."""
    height, width, channels = picture.shape[0] // times, picture.shape[1] // times, picture.shape[2]
    out = np.zeros((height, width, channels), np.float32)
    share = np.float32(1 / (times * times))
    for y in range(height * times):
        for x in range(width * times):
            for c in range(channels):
                out[y // times, x // times, c] += share * np.float32(picture[y, x, c])
    return out


@compiled
def gradients(picture: Floats) -> tuple[Floats, Floats]:
    """(h, w) the slope of the steepest channel of each pixel, and (h, w) its direction in turns, 0..1."""
    height, width, channels = picture.shape
    strength, turn = np.empty((height, width), np.float32), np.empty((height, width), np.float32)
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
    return strength, turn


@compiled
def histograms(strength: Floats, turn: Floats, count: int, bins: int, rounds: int) -> Floats:
    """(count, count, bins): in count x count cells, the strength of edges in each of `bins` directions.

    A pixel is shared among the four cells and the two directions that it lies between.
    rounds : how often the directions go round in a full turn: 1 tells light-to-dark from dark-to-light, 2 does not.
    """
    side = strength.shape[0]
    cells = np.zeros((count + 2, count + 2, bins), np.float32)  # with a border for the shares that fall outside
    step = np.float32(count / side)
    for y in range(side):
        place = (y + np.float32(0.5)) * step + np.float32(0.5)
        top = int(place)
        low = place - top
        for x in range(side):
            place = (x + np.float32(0.5)) * step + np.float32(0.5)
            left = int(place)
            aside = place - left
            direction = turn[y, x] * (bins * rounds)
            first = int(direction)
            beyond = direction - first
            one, other = first % bins, (first + 1) % bins
            for dy in range(2):
                share = strength[y, x] * (low if dy else 1 - low)
                for dx in range(2):
                    part = share * (aside if dx else 1 - aside)
                    cells[top + dy, left + dx, one] += part * (1 - beyond)
                    cells[top + dy, left + dx, other] += part * beyond
    return cells[1:-1, 1:-1].copy()


@compiled
def normalised(cells: Floats, least: float) -> Floats:
    """(c * c * bins,) each cell of (c, c, bins) over the strength of the four 2 x 2 blocks it is in, cut at 0.2, mean.

    least : added to the strength of a block, so that faint noise stays faint.
    """
    count, bins = cells.shape[0], cells.shape[2]
    out = np.zeros((count, count, bins), np.float32)
    energy = np.empty((count, count), np.float32)
    for y in range(count):
        for x in range(count):
            energy[y, x] = np.sum(cells[y, x] * cells[y, x])
    for y in range(count):
        for x in range(count):
            for corner in range(4):
                block = np.float32(least * least)
                for dy in range(2):
                    for dx in range(2):
                        row = min(max(y - 1 + corner // 2 + dy, 0), count - 1)
                        column = min(max(x - 1 + corner % 2 + dx, 0), count - 1)
                        block += energy[row, column]
                factor = 1 / np.sqrt(block)
                for b in range(bins):
                    out[y, x, b] += np.float32(0.25) * min(cells[y, x, b] * factor, np.float32(0.2))
    return out.reshape(-1)


@compiled
def colour_places(picture: Floats, count: int) -> Floats:
    """(count * count * 3 * 2,): mean and deviation of three channels in each of count x count places."""
    size = picture.shape[0] // count
    out = np.empty((count, count, 3, 2), np.float32)
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
                out[y, x, c, 0] = mean
                out[y, x, c, 1] = np.sqrt(max(square / (size * size) - mean * mean, np.float32(0)))
    return out.reshape(-1)


def mirrored_cells(count: int, bins: int, rounds: int) -> NDArray[np.intp]:
    """(count * count * bins,) at which place each number of `normalised` stands once the picture is mirrored.

    A direction of t turns, as `gradients` gives it, is one of 1.5 - t then.
    """
    directions = (3 * bins * rounds // 2 - np.arange(bins)) % bins
    cells = np.arange(count * count * bins).reshape(count, count, bins)
    return cells[:, ::-1, directions].ravel()


def mirrored_places(count: int) -> NDArray[np.intp]:
    """(count * count * 3 * 2,) at which place each number of `colour_places` stands once the picture is mirrored."""
    return np.arange(count * count * 6).reshape(count, count, 6)[:, ::-1].ravel()
