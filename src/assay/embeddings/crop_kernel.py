"""Cut a window out of a picture and resize it, in one pass over the pixels that it covers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.geometry.compiled import compiled


@compiled
def cut_window(image: NDArray[np.uint8], window: tuple[float, float, float, float], out: NDArray[np.uint8]) -> None:
    """Fill `out` (rows, columns, 3) with a window of `image` (h, w, 3); outside, its outermost pixels are repeated.

    window : left, top, width, height in pixels of `image`.

    A pixel of `out` is the mean of `image` over the place it covers, widened to one pixel of `image` where it covers
    less: that is averaging by area where the window shrinks, and linear interpolation where it grows.
    """
    left, top, width, height = window
    rows, columns = out.shape[:2]
    first, weights = _taps(left, width, columns)
    first_row, row_weights = _taps(top, height, rows)
    line = np.empty(columns * 3, np.float32)
    total = np.empty(columns * 3, np.float32)
    last, kept = image.shape[0] - 1, -1
    for row in range(rows):
        total[:] = 0
        for tap in range(row_weights.shape[1]):
            weight = row_weights[row, tap]
            if weight > 0:
                y = min(max(first_row[row] + tap, 0), last)
                if y != kept:
                    _shrink(image[y], first, weights, line)
                    kept = y
                for place in range(len(total)):
                    total[place] += weight * line[place]
        for column in range(columns):
            for channel in range(3):
                out[row, column, channel] = np.uint8(total[3 * column + channel] + np.float32(0.5))


@compiled
def _taps(start: float, length: float, count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """(count,) the first pixel that each of `count` pixels takes from, and (count, t) the weights from there on."""
    step = length / count
    reach = max(step, 1.0) / 2
    most = int(np.ceil(2 * reach)) + 1
    first = np.empty(count, np.int64)
    weights = np.zeros((count, most), np.float32)
    for place in range(count):
        centre = start + (place + 0.5) * step
        low, high = centre - reach, centre + reach
        first[place] = int(np.floor(low))
        for tap in range(most):
            pixel = first[place] + tap
            weights[place, tap] = max(0.0, min(high, pixel + 1.0) - max(low, float(pixel))) / (2 * reach)
    return first, weights


@compiled
def _shrink(
    line: NDArray[np.uint8], first: NDArray[np.int64], weights: NDArray[np.float32], out: NDArray[np.float32]
) -> None:
    """One row of pixels (w, 3), resized, into `out` (3 * columns,)."""
    last = line.shape[0] - 1
    for place in range(len(first)):
        red, green, blue = np.float32(0), np.float32(0), np.float32(0)
        for tap in range(weights.shape[1]):
            weight = weights[place, tap]
            pixel = min(max(first[place] + tap, 0), last)
            red += weight * np.float32(line[pixel, 0])
            green += weight * np.float32(line[pixel, 1])
            blue += weight * np.float32(line[pixel, 2])
        out[3 * place], out[3 * place + 1], out[3 * place + 2] = red, green, blue
