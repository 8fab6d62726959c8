"""The crop rule: the square picture of an object, or of a whole image, that an embedder sees.

The window of an object is a square around the middle of its box, as long as the longer side of the box and a margin on
both sides. It shows what is around a thin object; where it leads outside the image, the outermost pixels are repeated.
A whole image is shown as it is, squeezed to a square: nothing of it is cut off or made up.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, as_boxes
from assay.embeddings.crop_kernel import cut_window
from assay.embeddings.embedder import Crops
from assay.errors import ArrayError

MARGIN = 0.1
"""Added on each side of a box: the share of its longer side."""

_LEAST = 1.0  # pixels that must be seen of an object across, and down

NOT_FINITE = "Its box has a number that is not finite."
NO_SIZE = "Its box is thinner than one pixel."
OUTSIDE = "Less than one pixel of its box lies inside the image."


class CutCrops(NamedTuple):
    """The crops of n boxes.

    crops : (n, side, side, 3) uint8 RGB; black where there is a reason.
    reasons : why a box has no crop, one sentence; empty where it has one.
    """

    crops: Crops
    reasons: tuple[str, ...]


def cut_crops(
    pixels: NDArray[np.uint8], boxes: Boxes, *, side: int, margin: float = MARGIN, scale: tuple[float, float] = (1, 1)
) -> CutCrops:
    """The crops of objects, smaller ones by the mean of the pixels that a pixel covers, larger ones linearly.

    pixels : (h, w, 3) uint8 RGB, upright, h and w at least 1.
    boxes : (n, 4) x, y, width, height in pixels of the displayed image.
    scale : pixels given per pixel of the displayed image, across and down, where it was decoded at a smaller size.
    """
    image = _checked(pixels)
    at = as_boxes(boxes) * np.tile(np.asarray(scale, np.float64), 2)
    height, width = image.shape[:2]
    reasons = _reasons(as_boxes(boxes), width / scale[0], height / scale[1])
    crops = np.zeros((len(at), side, side, 3), np.uint8)
    with np.errstate(invalid="ignore"):
        half = at[:, 2:].max(axis=1, initial=0) * (0.5 + margin)
        corners = at[:, :2] + at[:, 2:] / 2 - half[:, None]
    for row, reason in enumerate(reasons):
        if not reason:
            x, y = corners[row]
            cut_window(image, (x, y, 2 * half[row], 2 * half[row]), crops[row])
    return CutCrops(crops, reasons)


def whole(pixels: NDArray[np.uint8], *, side: int) -> Crops:
    """(1, side, side, 3): the image itself. pixels : (h, w, 3) uint8 RGB, upright."""
    image = _checked(pixels)
    crops = np.empty((1, side, side, 3), np.uint8)
    cut_window(image, (0.0, 0.0, float(image.shape[1]), float(image.shape[0])), crops[0])
    return crops


def _reasons(boxes: Boxes, width: float, height: float) -> tuple[str, ...]:
    """Why each of `boxes` has no crop in an image of `width` x `height`; empty where it has one."""
    with np.errstate(invalid="ignore"):
        low, high = np.maximum(boxes[:, :2], 0), np.minimum(boxes[:, :2] + boxes[:, 2:], (width, height))
        is_outside = ((high - low) < np.minimum(_LEAST, (width, height))).any(axis=1)
        is_thin = (boxes[:, 2:] < _LEAST).any(axis=1)
    is_unknown = ~np.isfinite(boxes).all(axis=1)
    found = np.select([is_unknown, is_thin, is_outside], [NOT_FINITE, NO_SIZE, OUTSIDE], "")
    return tuple(found.tolist())


def _checked(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or not pixels.size:
        raise ArrayError(f"`pixels` must be (h, w, 3) uint8 with h and w above 0, got {pixels.shape} {pixels.dtype}.")
    return np.ascontiguousarray(pixels)
