"""How well two masks of one object agree, along their outlines above all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags
from assay.errors import ArrayError
from assay.geometry.run_lengths import run_lengths

DEPTH = 0.02
"""How deep the band along an outline is, as a share of the diagonal of the image (Cheng et al.)."""

Window: TypeAlias = tuple[int, int, int, int]
"""left, top, right and bottom, in px."""


@dataclass(frozen=True, slots=True)
class OutlineFit:
    """How a labelled mask lies beside a predicted one.

    iou : of their pixels. boundary_iou : of those of them that lie within `DEPTH` of the outline of their own mask.
    off : px, the root mean square of the distances of every pixel of both outlines to the other outline.
    hausdorff : the largest of these distances. side : px, the square root of the smaller area. spilt, lacking : pixels
    that only the label has, and that only the prediction has. place : box around the larger of these two, [x, y, w, h].
    """

    iou: float
    boundary_iou: float
    off: float
    hausdorff: float
    side: float
    spilt: int
    lacking: int
    place: list[float]

    @property
    def share_off(self) -> float:
        """How far the outlines are apart, as a share of the size of the object."""
        return self.off / self.side


def drawn_mask(segmentation: str, frame: tuple[int, int], window: Window) -> Flags | None:
    """The part of a COCO segmentation that lies in a window of its image of `frame` (height, width) px.

    None where it cannot be read, or is of an image of another size.
    """
    height, _ = frame
    try:
        runs = run_lengths([segmentation], np.array([frame]))
    except ArrayError:
        return None
    if tuple(runs.frames[0].tolist()) != frame:
        return None
    left, top, right, bottom = window
    edges = np.clip(runs.edges.astype(np.int64), left * height, right * height) - left * height
    steps = np.bincount(edges[::2], minlength=(right - left) * height + 1)
    steps -= np.bincount(edges[1::2], minlength=len(steps))
    mask: Flags = np.cumsum(steps[:-1]).astype(np.bool_).reshape(right - left, height).T[top:bottom]
    return mask


def outline_fit(label: Flags, predicted: Flags, *, depth: int, corner: tuple[int, int]) -> OutlineFit | None:
    """Compare two masks drawn in one window, whose left top pixel is `corner`; None where one is empty."""
    import cv2  # takes 0.1 s to import

    if not label.any() or not predicted.any():
        return None
    padded = [np.pad(mask, 1).astype(np.uint8) for mask in (label, predicted)]
    square = np.ones((3, 3), np.uint8)
    inner = [cv2.erode(mask, square, iterations=depth, borderValue=0) for mask in padded]
    bands = [mask.astype(np.bool_) & (core == 0) for mask, core in zip(padded, inner, strict=True)]
    outlines = [mask.astype(np.bool_) & (cv2.erode(mask, square) == 0) for mask in padded]
    away = [cv2.distanceTransform((~line).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE) for line in outlines]
    apart = np.concatenate([away[1][outlines[0]], away[0][outlines[1]]]).astype(np.float64)
    spilt, lacking = label & ~predicted, predicted & ~label
    return OutlineFit(
        iou=_iou(label, predicted),
        boundary_iou=_iou(*bands),
        off=float(np.sqrt((apart**2).mean())),
        hausdorff=float(apart.max()),
        side=float(np.sqrt(min(label.sum(), predicted.sum()))),
        spilt=int(spilt.sum()),
        lacking=int(lacking.sum()),
        place=_around(spilt if spilt.sum() >= lacking.sum() else lacking, corner),
    )


def _iou(one: Flags, other: Flags) -> float:
    return float((one & other).sum() / max((one | other).sum(), 1))


def _around(spot: Flags, corner: tuple[int, int]) -> list[float]:
    down, across = np.flatnonzero(spot.any(axis=1)), np.flatnonzero(spot.any(axis=0))
    if not len(down):
        return []
    low: NDArray[np.int64] = np.array([across[0] + corner[0], down[0] + corner[1]])
    return [float(value) for value in (*low, across[-1] + 1 - across[0], down[-1] + 1 - down[0])]
