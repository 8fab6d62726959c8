"""The square windows that the tiles of a wall show, of many boxes at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes

LEAST = 16.0
"""Pixels: a window is never shorter, for a lone pixel tells nothing."""

_MOST = 2.0  # times the longer side of the image: a box of a million pixels shows the image, not a dot

Squares = NDArray[np.float64]
"""(n, 3) left, top and length in displayed pixels; NaN stands for the whole image."""


def square_windows(boxes: Boxes, sizes: NDArray[np.float64], *, context: float) -> Squares:
    """The square around each box, as long as its longer side and `context` times that on either side.

    boxes : (n, 4) x, y, width, height in displayed pixels; one that is not finite stands for the whole image.
    sizes : (n, 2) width and height of the displayed image.

    The box stands in the middle; what of the square lies outside the image shows nothing. A box outside the image gets
    the place of the image that is nearest to its middle.
    """
    corner, extent = boxes[:, :2], np.maximum(boxes[:, 2:], 0.0)
    with np.errstate(invalid="ignore"):
        length = extent.max(axis=1, initial=0.0) * (1 + 2 * context)
        length = np.clip(length, LEAST, np.maximum(_MOST * sizes.max(axis=1, initial=0.0), LEAST))
        middle = np.clip(corner + extent / 2, 0.0, sizes)
    squares = np.column_stack([middle - length[:, None] / 2, length])
    squares[~np.isfinite(boxes).all(axis=1)] = np.nan
    return squares
