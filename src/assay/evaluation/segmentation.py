"""Metrics of maps that give every pixel a class (E10): IoU, Dice, pixel accuracy, boundary IoU.

A map is (h, w) int32 of class numbers 0..k-1; VOID in a map of labels marks pixels that nobody judges, and they count
nowhere. Counts of images add up, so that a set is walked image by image; the numbers are those of the whole set.
Of a class c, with t pixels labelled, p predicted and b both: IoU = b / (t + p - b), Dice = 2 b / (t + p).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import ArrayError
from assay.geometry.run_lengths import RunLengths

Map = NDArray[np.int32]
"""(h, w) int32: what each pixel is."""

VOID = -1
"""A pixel that nobody judges."""

BOUNDARY = 0.02
"""How deep a boundary is, as a share of the diagonal of the image (Cheng et al.)."""


def paint(masks: RunLengths, order: Ids, values: Ids, *, frame: tuple[int, int], ground: int) -> Map:
    """A map of `frame` (height, width) pixels: `ground`, and over it the masks `order`, the last on top.

    Mask `order[k]` is painted in `values[k]`.

    Raises
    ------
    ArrayError : a mask is of another size.
    """
    from assay.evaluation.segmentation_kernels import paint_runs  # numba takes 0.3 s to import

    height, width = frame
    wrong = np.flatnonzero((masks.frames[order] != (height, width)).any(axis=1))
    if len(wrong):
        size = " x ".join(str(side) for side in masks.frames[order[wrong[0]], ::-1])
        raise ArrayError(f"Mask {order[wrong[0]]} has {size} pixels, its image {width} x {height}.")
    canvas = np.full(height * width, ground, np.int32)
    paint_runs(canvas, masks.edges, masks.starts, order, values)
    return canvas.reshape(width, height).T


@dataclass(frozen=True, slots=True, eq=False)
class PixelCounts:
    """Pixels of an image, or of many: they add up.

    matrix : (k, k) pixels by class of the label (row) and of the prediction (column).
    boundary : (3, k) pixels on the boundary of the label, of the prediction, and of both where both are of the class.
    """

    matrix: Ids
    boundary: Ids

    def __add__(self, other: PixelCounts) -> PixelCounts:
        return PixelCounts(self.matrix + other.matrix, self.boundary + other.boundary)


def no_pixels(classes: int) -> PixelCounts:
    """The counts of no image, to begin a sum with."""
    return PixelCounts(np.zeros((classes, classes), np.int64), np.zeros((3, classes), np.int64))


def count_pixels(truth: Map, found: Map, *, classes: int, boundary: float = BOUNDARY) -> PixelCounts:
    """Compare the map of labels with that of predictions. Boundaries are at least one pixel deep.

    Raises
    ------
    ArrayError : the maps differ in size, or hold a class that is not one of `classes`; VOID is for labels only.
    """
    from assay.evaluation.segmentation_kernels import is_boundary  # numba takes 0.3 s to import

    _check(truth, found, classes)
    depth = max(1, round(boundary * hypot(*truth.shape)))
    judged = truth != VOID
    on_truth, on_found = (is_boundary(np.ascontiguousarray(map), depth) & judged for map in (truth, found))
    both = on_truth & on_found & (truth == found)
    pairs = truth[judged].astype(np.int64) * classes + found[judged]
    parts = (truth[on_truth], found[on_found], truth[both])
    return PixelCounts(
        np.bincount(pairs, minlength=classes**2).reshape(classes, classes),
        np.array([np.bincount(part, minlength=classes) for part in parts], np.int64),
    )


@dataclass(frozen=True, slots=True, eq=False)
class SegmentationScores:
    """What a map is worth. Means are over the classes that have labelled pixels; NaN where there are none.

    support : (k,) pixels labelled. iou, dice, boundary_iou : (k,), NaN for a class that is nowhere.
    weighted_iou : the IoU of classes weighted by their labelled pixels (fwIoU).
    accuracy : the share of pixels whose class is right.
    """

    support: Ids
    iou: NDArray[np.float64]
    dice: NDArray[np.float64]
    boundary_iou: NDArray[np.float64]
    mean_iou: float
    mean_dice: float
    mean_boundary_iou: float
    weighted_iou: float
    accuracy: float


def segmentation_scores(counts: PixelCounts) -> SegmentationScores:
    """The scores of a sum of counts.

    Boundary IoU compares only the pixels of each class that are within a distance of its contour, so that large
    objects do not hide a poor outline (B. Cheng et al., "Boundary IoU", CVPR 2021).
    """
    support, predicted, right = counts.matrix.sum(axis=1), counts.matrix.sum(axis=0), np.diag(counts.matrix)
    iou = _ratio(right, support + predicted - right)
    dice = _ratio(2 * right, support + predicted)
    of_truth, of_found, of_both = counts.boundary
    boundary_iou = _ratio(of_both, of_truth + of_found - of_both)
    there = support > 0
    total = int(support.sum())
    mean_iou, mean_dice, mean_boundary = (
        float(of[there].mean()) if total else float("nan") for of in (iou, dice, boundary_iou)
    )
    return SegmentationScores(
        support, iou, dice, boundary_iou, mean_iou, mean_dice, mean_boundary,
        weighted_iou=float(iou[there] @ support[there]) / total if total else float("nan"),
        accuracy=float(right.sum()) / total if total else float("nan"),
    )  # fmt: skip


def _check(truth: Map, found: Map, classes: int) -> None:
    if truth.shape != found.shape:
        raise ArrayError(f"Both maps must have one size, got {truth.shape} and {found.shape} (height, width).")
    for name, map, least in (("labels", truth, VOID), ("predictions", found, 0)):
        if map.size and not (least <= map.min() and map.max() < classes):
            raise ArrayError(
                f"The map of {name} must hold classes from {least} to {classes - 1}, got {map.min()} to {map.max()}."
            )


def _ratio(part: Ids, whole: Ids) -> NDArray[np.float64]:
    ratio: NDArray[np.float64] = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return ratio
