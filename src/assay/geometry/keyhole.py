"""Polygons with holes as one ring each: the form that COCO has no other way to write."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assay.geometry.polygons import signed_areas

Ring = NDArray[np.float64]


def keyhole(part: Ring, holes: Sequence[Ring]) -> Ring:
    """The ring of `part` (n, 2) with a cut to each of `holes` (m, 2), around it and back: n + m + 2 corners a hole.

    A cut runs between the two corners that are nearest to each other and has no width, and a hole runs the other way
    round than its part: the area, and the pixels inside by the even-odd and by the non-zero rule, are those of the part
    without its holes.
    """
    ring = part
    outwards = _turn(part)
    for hole in holes:
        turned = hole if _turn(hole) != outwards else hole[::-1]
        near = np.linalg.norm(ring[:, None] - turned[None], axis=2)
        at, first = np.unravel_index(int(near.argmin()), near.shape)
        around = np.roll(turned, -int(first), axis=0)
        ring = np.concatenate((ring[: at + 1], around, around[:1], ring[at:]))
    return ring


def _turn(ring: Ring) -> bool:
    """Whether it runs clockwise as one sees it."""
    return bool(signed_areas(ring, np.array([0, len(ring)]))[0] > 0)
