"""Outlines, keypoints and angles in the displayed image."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import orjson

from assay.errors import ArrayError
from assay.geometry.outlines import mask_outlines
from assay.media.orientation import orient_angle, orient_points
from assay.server.show.frames import Frames


def displayed_polygons(
    segmentation: str | None, orientation: int, width: float, height: float
) -> list[list[float]] | None:
    """COCO's segmentation text as flat lists of x and y; the outline of a mask where it is run lengths.

    A mask that cannot be read has no outline: its box is drawn all the same, and a detector speaks of it.
    """
    if not segmentation:
        return None
    shape = orjson.loads(segmentation)
    try:
        rings = mask_outlines(shape) if isinstance(shape, dict) else shape
    except ArrayError:
        return None
    return [_displayed(ring, orientation, width, height) for ring in rings]


def displayed_keypoints(
    keypoints: Sequence[float] | None, orientation: int, width: float, height: float
) -> list[float] | None:
    """x, y, visibility triples, as displayed; 0, 0, 0 is no place, and stays."""
    if not keypoints:
        return None
    triples = np.array(keypoints[: len(keypoints) // 3 * 3], dtype=np.float64).reshape(-1, 3)
    placed = triples.any(axis=1)
    triples[placed, :2] = orient_points(triples[placed, :2], orientation, width, height)
    flat: list[float] = triples.ravel().tolist()
    return flat


def displayed_angle(angle: float, frames: Frames, image_id: int) -> float:
    """A clockwise rotation, as displayed."""
    return orient_angle(angle, frames.geometry(image_id)[0])


def _displayed(ring: Sequence[float], orientation: int, width: float, height: float) -> list[float]:
    if orientation == 1:
        return list(ring)
    points = np.array(ring[: len(ring) // 2 * 2], dtype=np.float64).reshape(-1, 2)
    flat: list[float] = orient_points(points, orientation, width, height).ravel().tolist()
    return flat
