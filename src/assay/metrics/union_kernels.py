"""The compiled loops that measure what shapes of one image cover together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.geometry.compiled import compiled


@compiled
def box_unions(corners: NDArray[np.float64], offsets: Ids) -> NDArray[np.float64]:
    """(images,) area in px² of the union of the boxes of each image; boxes offsets[i] : offsets[i + 1] are of image i.

    `corners` (n, 4) are x1, y1, x2, y2. A line sweeps over the edges from left to right: between two edges the boxes
    under it, taken from the top down, cover as much of its length as they do of any upright line there.
    """
    areas = np.zeros(len(offsets) - 1)
    for image in range(len(areas)):
        first, last = offsets[image], offsets[image + 1]
        down = first + np.argsort(corners[first:last, 1])
        edges = np.sort(np.concatenate((corners[first:last, 0], corners[first:last, 2])))
        for k in range(len(edges) - 1):
            width = edges[k + 1] - edges[k]
            if width <= 0:
                continue
            covered, reach = 0.0, -np.inf
            for row in down:
                if corners[row, 0] <= edges[k] and corners[row, 2] >= edges[k + 1] and corners[row, 3] > reach:
                    covered += max(corners[row, 3] - max(corners[row, 1], reach), 0.0)
                    reach = max(reach, corners[row, 3])
            areas[image] += width * covered
    return areas


@compiled
def mask_unions(edges: NDArray[np.int32], starts: Ids, offsets: Ids) -> NDArray[np.float64]:
    """(images,) pixels in the union of masks offsets[i] : offsets[i + 1], all of one frame, given as run lengths."""
    areas = np.zeros(len(offsets) - 1)
    for image in range(len(areas)):
        begin, end = starts[offsets[image]], starts[offsets[image + 1]]
        begins, ends = edges[begin:end:2], edges[begin + 1 : end : 2]
        reach = -1
        for k in np.argsort(begins):
            if ends[k] > reach:
                areas[image] += ends[k] - max(begins[k], reach)
                reach = ends[k]
    return areas
