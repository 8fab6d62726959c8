"""EXIF orientation: from the stored image to the displayed one, for pixels, boxes, points and angles, and back.

An orientation is what has to be done to a stored image of `width` x `height` so that it stands upright:

    1 nothing          2 mirror left-right   3 turn by 180°   4 mirror top-bottom
    5 transpose        6 turn 90° clockwise  7 transverse     8 turn 90° counter-clockwise

With 5 to 8 the displayed image is `height` x `width`. (Exif 2.32, tag 274.)
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes

Pixels: TypeAlias = NDArray[np.uint8]
"""(h, w, 3) uint8, red, green, blue."""

# Each orientation as: swap the axes first?, then mirror x?, then mirror y? (in the displayed frame).
_STEPS = {
    1: (False, False, False),
    2: (False, True, False),
    3: (False, True, True),
    4: (False, False, True),
    5: (True, False, False),
    6: (True, True, False),
    7: (True, True, True),
    8: (True, False, True),
}
_INVERSE = {orientation: orientation for orientation in range(1, 9)} | {6: 8, 8: 6}
_MIRRORING = frozenset([2, 4, 5, 7])


def orient(values: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Values of any depth, rows and columns first, as they are displayed: a view."""
    swap, mirror_x, mirror_y = _STEPS[orientation]
    shown = values.swapaxes(0, 1) if swap else values
    if mirror_x:
        shown = shown[:, ::-1]
    return shown[::-1] if mirror_y else shown


def orient_pixels(pixels: Pixels, orientation: int) -> Pixels:
    """`pixels` as they are displayed: a view."""
    return orient(pixels, orientation)


def displayed_size(width: int, height: int, orientation: int) -> tuple[int, int]:
    """Width and height of the displayed image."""
    return (height, width) if _STEPS[orientation][0] else (width, height)


def orient_boxes(boxes: Boxes, orientation: int, width: float, height: float) -> Boxes:
    """(n, 4) boxes of the stored image (`width` x `height`) as boxes of the displayed one. NaN stays NaN."""
    swap, mirror_x, mirror_y = _STEPS[orientation]
    x, y, w, h = boxes.T
    if swap:
        x, y, w, h, width, height = y, x, h, w, height, width
    if mirror_x:
        x = width - x - w
    if mirror_y:
        y = height - y - h
    return np.stack([x, y, w, h], axis=1)


def restore_boxes(boxes: Boxes, orientation: int, width: float, height: float) -> Boxes:
    """The inverse of `orient_boxes`: displayed boxes as boxes of the stored image of `width` x `height`."""
    if _STEPS[orientation][0]:
        width, height = height, width
    return orient_boxes(boxes, _INVERSE[orientation], width, height)


def orient_box(
    box: tuple[float, float, float, float], orientation: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """One box of the stored image as a box of the displayed one.

    >>> orient_box((10.0, 20.0, 3.0, 4.0), 6, 100, 50)
    (26.0, 10.0, 4.0, 3.0)
    """
    x, y, w, h = orient_boxes(np.array([box], dtype=np.float64), orientation, width, height)[0].tolist()
    return x, y, w, h


def restore_box(
    box: tuple[float, float, float, float], orientation: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """One box of the displayed image as a box of the stored one of `width` x `height`.

    >>> restore_box((26.0, 10.0, 4.0, 3.0), 6, 100, 50)
    (10.0, 20.0, 3.0, 4.0)
    """
    x, y, w, h = restore_boxes(np.array([box], dtype=np.float64), orientation, width, height)[0].tolist()
    return x, y, w, h


def orient_points(points: NDArray[np.float64], orientation: int, width: float, height: float) -> NDArray[np.float64]:
    """(n, 2) points of the stored image as points of the displayed one."""
    boxes = np.concatenate([points, np.zeros_like(points)], axis=1)
    return orient_boxes(boxes, orientation, width, height)[:, :2]


def restore_points(points: NDArray[np.float64], orientation: int, width: float, height: float) -> NDArray[np.float64]:
    """(n, 2) points of the displayed image as points of the stored one of `width` x `height`."""
    boxes = np.concatenate([points, np.zeros_like(points)], axis=1)
    return restore_boxes(boxes, orientation, width, height)[:, :2]


def restore(values: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Values of the displayed image, rows and columns first, as they are stored: a view."""
    return orient(values, _INVERSE[orientation])


def orient_angle(angle: float, orientation: int) -> float:
    """A clockwise angle of a rotated box as it is displayed: a mirror turns it round, a turn by 90° swaps the sides."""
    return -angle if orientation in _MIRRORING else angle
