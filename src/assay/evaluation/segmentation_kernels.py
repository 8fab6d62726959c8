"""The compiled loops over the pixels of maps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.geometry.compiled import compiled


@compiled
def paint_runs(canvas: NDArray[np.int32], edges: NDArray[np.int32], starts: Ids, order: Ids, values: Ids) -> None:
    """Paint masks over each other, `order` first to last, each in its value of `values`.

    `canvas` is flat and runs down the columns, as the edges of the masks do (see `RunLengths`).
    """
    for k in range(len(order)):
        for run in range(starts[order[k]], starts[order[k] + 1] - 1, 2):
            canvas[edges[run] : edges[run + 1]] = values[k]


@compiled
def is_boundary(map: NDArray[np.int32], distance: int) -> Flags:
    """(h, w) whether the square of `distance` pixels around a pixel leaves the image or holds another value.

    First for the part of the square in each row, by runs of equal pixels; then by runs of such pixels in each column.
    """
    height, width = map.shape
    deep = np.zeros((height, width), np.bool_)
    for y in range(height):
        begin = 0
        for x in range(1, width + 1):
            if x == width or map[y, x] != map[y, begin]:
                deep[y, begin + distance : max(begin + distance, x - distance)] = True
                begin = x
    boundary = np.ones((height, width), np.bool_)
    since = np.zeros(width, np.int64)  # where the run of each column began
    for y in range(height + 1):
        for x in range(width):
            if y < height and deep[y, x] and (y == since[x] or map[y, x] == map[y - 1, x]):
                continue
            for inner in range(since[x] + distance, y - distance):
                boundary[inner, x] = False
            since[x] = y if y < height and deep[y, x] else y + 1
    return boundary
