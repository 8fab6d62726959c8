"""Shapes drawn on the displayed image, as they lie in the frame that labels live in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assay.errors import EditInvalid
from assay.geometry.outlines import decode_rle, runs_of
from assay.media.orientation import displayed_size, orient_angle, restore, restore_points
from assay.model.drawn_shape import DrawnShape
from assay.model.shape import ShapeKind
from assay.server.edit_requests import Drawn, DrawnBox, DrawnKeypoints, DrawnMask, DrawnPolygon
from assay.server.show.frames import Frames


def stored_shape(drawn: Drawn, frames: Frames, image_id: int) -> DrawnShape:
    """A drawn shape in the frame of the labels of its image.

    Raises
    ------
    EditInvalid : a mask is not of the size of the image.
    """
    kind, geometry = ShapeKind(drawn.kind), frames.geometry(image_id)
    if isinstance(drawn, DrawnPolygon):
        parts, holes = (tuple(_stored(ring, 2, *geometry) for ring in rings) for rings in (drawn.rings, drawn.holes))
        return DrawnShape(kind, rings=parts, holes=holes)
    if isinstance(drawn, DrawnMask):
        return _stored_mask(drawn, *geometry)
    box = None if drawn.box is None else frames.stored_box(drawn.box, image_id)
    if isinstance(drawn, DrawnKeypoints):
        return DrawnShape(kind, box, keypoints=_stored_keypoints(drawn.keypoints, *geometry))
    # A mirror turns an angle round: what undoes it is the same again.
    turn = 0.0 if isinstance(drawn, DrawnBox) else orient_angle(drawn.rotation, geometry[0])
    return DrawnShape(kind, box, turn)


def _stored_mask(drawn: DrawnMask, orientation: int, width: float, height: float) -> DrawnShape:
    shown = displayed_size(int(width), int(height), orientation)
    if (drawn.width, drawn.height) != shown:
        raise EditInvalid(
            f"The mask is {drawn.width} x {drawn.height} pixels, and its image {shown[0]} x {shown[1]}.",
            hint="Open the image anew: its file may have changed.",
        )
    rle = {"size": [drawn.height, drawn.width], "counts": drawn.counts}
    if orientation == 1:
        return DrawnShape(ShapeKind.MASK, mask=rle)
    return DrawnShape(ShapeKind.MASK, mask=runs_of(restore(decode_rle(rle), orientation)))


def _stored_keypoints(flat: Sequence[float], orientation: int, width: float, height: float) -> tuple[float, ...]:
    """x, y, visibility in turns; 0, 0, 0 is no place, and stays."""
    stored = np.array(_stored(flat, 3, orientation, width, height)).reshape(-1, 3)
    stored[~np.array(flat[: stored.size]).reshape(-1, 3).any(axis=1)] = 0
    return tuple(stored.ravel().tolist())


def _stored(flat: Sequence[float], size: int, orientation: int, width: float, height: float) -> tuple[float, ...]:
    """Points of `size` numbers each, the first two of them x and y."""
    points = np.array(flat[: len(flat) // size * size], dtype=np.float64).reshape(-1, size)
    points[:, :2] = restore_points(points[:, :2], orientation, width, height)
    return tuple(points.ravel().tolist())
