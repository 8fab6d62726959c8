"""Edges: Canny's, as OpenCV finds them, and the edge filter of Pillow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.geometry.compiled import compiled

_TAN_22 = 13573  # tan 22.5° in 15 bits
_WEAK, _STRONG = 1, 2


@compiled
def count_edges(grey: NDArray[np.uint8], low: int, high: int) -> int:
    """How many pixels of `grey` (h, w) are Canny edges: Sobel 3 x 3, sum of absolutes, thresholds `low` and `high`.

    J. Canny, A computational approach to edge detection, 1986; the numbers of OpenCV's `Canny`.
    """
    height, width = grey.shape
    dx, dy, size = _gradients(grey)
    found = np.zeros((height, width), np.uint8)
    stack = np.empty(height * width, np.int64)
    waiting = 0
    for y in range(height):
        for x in range(width):
            if size[y + 1, x + 1] > low and _is_ridge(dx[y, x], dy[y, x], size, y + 1, x + 1):
                found[y, x] = _WEAK
                if size[y + 1, x + 1] > high:
                    found[y, x] = _STRONG
                    stack[waiting] = y * width + x
                    waiting += 1
    count = 0
    while waiting:
        waiting -= 1
        count += 1
        y, x = stack[waiting] // width, stack[waiting] % width
        for v in range(max(0, y - 1), min(height, y + 2)):
            for u in range(max(0, x - 1), min(width, x + 2)):
                if found[v, u] == _WEAK:
                    found[v, u] = _STRONG
                    stack[waiting] = v * width + u
                    waiting += 1
    return count


@compiled
def _gradients(
    grey: NDArray[np.uint8],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Sobel's dx and dy with the border repeated, and |dx| + |dy| with a border of 0."""
    height, width = grey.shape
    dx, dy = np.empty((height, width), np.int32), np.empty((height, width), np.int32)
    size = np.zeros((height + 2, width + 2), np.int32)
    smooth, slope = np.empty(width + 2, np.int32), np.empty(width + 2, np.int32)
    for y in range(height):
        above, row, below = grey[max(y - 1, 0)], grey[y], grey[min(y + 1, height - 1)]
        inner_smooth, inner_slope = smooth[1:-1], slope[1:-1]
        for x in range(width):
            inner_smooth[x] = np.int32(above[x]) + np.int32(2) * np.int32(row[x]) + np.int32(below[x])
            inner_slope[x] = np.int32(below[x]) - np.int32(above[x])
        smooth[0], smooth[-1] = smooth[1], smooth[-2]
        slope[0], slope[-1] = slope[1], slope[-2]
        left, right = smooth[:-2], smooth[2:]
        slope_left, slope_right = slope[:-2], slope[2:]
        out_x, out_y, out = dx[y], dy[y], size[y + 1, 1:-1]
        for x in range(width):
            across = right[x] - left[x]
            down = slope_left[x] + np.int32(2) * inner_slope[x] + slope_right[x]
            out_x[x], out_y[x] = across, down
            out[x] = abs(across) + abs(down)
    return dx, dy, size


@compiled
def _is_ridge(across: int, down: int, size: NDArray[np.int32], y: int, x: int) -> bool:
    """Whether the gradient at `y`, `x` of the bordered `size` is the largest along its own direction."""
    here = size[y, x]
    steep, flat = abs(down) << 15, abs(across) * _TAN_22
    if steep < flat:
        return bool(here > size[y, x - 1] and here >= size[y, x + 1])
    if steep > flat + (abs(across) << 16):
        return bool(here > size[y - 1, x] and here >= size[y + 1, x])
    sign = -1 if (across < 0) != (down < 0) else 1
    return bool(here > size[y - 1, x - sign] and here > size[y + 1, x + sign])


@compiled
def edge_moments(grey: NDArray[np.uint8]) -> tuple[float, float, float]:
    """What cleanvision judges blur by: the spread of the edge picture, and that of the counts of the grey histogram.

    The third is the spread of grey itself.

    The edge picture is that of Pillow's FIND_EDGES: 8 times a pixel less its eight neighbours, clipped to 0..255;
    the outermost pixels are left as they are. All are standard deviations.
    """
    height, width = grey.shape
    counts = np.zeros(256, np.int64)
    total, squares = 0, 0
    for y in range(height):
        for x in range(width):
            value = int(grey[y, x])
            counts[value] += 1
            if 0 < y < height - 1 and 0 < x < width - 1:
                value *= 9
                for v in range(y - 1, y + 2):
                    value -= int(grey[v, x - 1]) + int(grey[v, x]) + int(grey[v, x + 1])
                value = min(max(value, 0), 255)
            total += value
            squares += value * value
    count = height * width
    spread = np.sqrt(max(squares / count - (total / count) ** 2, 0.0))
    return float(spread), float(np.std(counts)), float(np.std(grey))
