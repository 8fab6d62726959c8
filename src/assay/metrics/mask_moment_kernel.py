"""The compiled loop that measures the moments of run-length masks."""

# ruff: noqa: PLR0917 (compiled loops take their arrays by position)
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Ids
from assay.geometry.compiled import compiled


@compiled
def mask_moments(
    rows: Ids,
    edges: NDArray[np.int32],
    starts: Ids,
    frames: NDArray[np.int64],
    areas: NDArray[np.float64],
    bounds: Boxes,
) -> NDArray[np.float64]:
    """(m, 10) raw moments of masks `rows`, in the order of `hu_moments`, measured from the corner of their bounds.

    A mask is a set of upright strips one pixel wide; of a strip the integral of x^p y^q is a product of two.
    """
    moments = np.zeros((len(rows), 10))
    along, down = np.empty(4), np.empty(4)
    for at in range(len(rows)):
        row = rows[at]
        height = frames[row, 0]
        if areas[row] == 0:
            continue
        for k in range(starts[row], starts[row + 1], 2):
            first, end = edges[k], edges[k + 1]
            while first < end:
                column = first // height
                stop = min(end, (column + 1) * height)
                left, top = column - bounds[row, 0], first - column * height - bounds[row, 1]
                bottom = top + stop - first
                for power in range(4):
                    along[power] = ((left + 1) ** (power + 1) - left ** (power + 1)) / (power + 1)
                    down[power] = (bottom ** (power + 1) - top ** (power + 1)) / (power + 1)
                place = 0
                for order in range(4):
                    for power in range(order + 1):
                        moments[at, place] += along[order - power] * down[power]
                        place += 1
                first = stop
    return moments
