"""Panoptic quality: how well things and stuff are found and outlined at once, PQ = SQ x RQ (E10).

A. Kirillov, K. He, R. Girshick, C. Rother, P. Dollár, "Panoptic Segmentation", CVPR 2019. Every pixel belongs to one
segment, to the ground, or to nobody (VOID). Two segments of a class meet when their IoU is above one half, which no
other segment can reach then. SQ is the mean IoU of those that meet, RQ the F1 of meeting.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.errors import ArrayError
from assay.evaluation.segmentation import VOID, Map

GROUND = -2
"""A pixel of no segment, where a predicted segment is wrong; of VOID pixels nobody can tell."""


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """The segments of an image. map : (h, w) their number, GROUND or VOID. category : (s,) class number of each.

    crowd : (s,) segments that stand for many objects; they are not asked for, and what lies on them is not wrong.
    """

    map: Map
    category: Ids
    crowd: Flags


@dataclass(frozen=True, slots=True, eq=False)
class PanopticCounts:
    """(k,) each: segments of a class that met, were only predicted, only labelled, and the sum of the IoU of the first.

    The counts of images add up.
    """

    met: Ids
    extra: Ids
    missed: Ids
    iou: NDArray[np.float64]

    def __add__(self, other: PanopticCounts) -> PanopticCounts:
        return PanopticCounts(
            self.met + other.met, self.extra + other.extra, self.missed + other.missed, self.iou + other.iou
        )


def no_segments(classes: int) -> PanopticCounts:
    """The counts of no image, to begin a sum with."""
    none = np.zeros(classes, np.int64)
    return PanopticCounts(none, none, none, np.zeros(classes))


def count_segments(truth: Segments, found: Segments, *, classes: int) -> PanopticCounts:
    """Compare the segments of an image. VOID pixels of the labels count in no union.

    A predicted segment that meets none is not counted as extra when more than half of it lies on VOID pixels and on
    crowds of its class.

    Raises
    ------
    ArrayError : the maps differ in size.
    """
    if truth.map.shape != found.map.shape:
        raise ArrayError(f"Both maps must have one size, got {truth.map.shape} and {found.map.shape}.")
    rows, columns = len(truth.category), len(found.category)
    # Numbers from -2 on: shifted by two, VOID and GROUND are the first rows and columns.
    pairs = (truth.map.astype(np.int64) - GROUND) * (columns + 2) + (found.map - GROUND)
    shared = np.bincount(pairs.reshape(-1), minlength=(rows + 2) * (columns + 2)).reshape(rows + 2, columns + 2)
    both, in_void = shared[2:, 2:], shared[VOID - GROUND, 2:]
    area, found_area = shared[2:].sum(axis=1), shared[:, 2:].sum(axis=0)
    union = area[:, None] + found_area[None, :] - both - in_void[None, :]
    same = truth.category[:, None] == found.category[None, :]
    iou = np.divide(both, union, out=np.zeros(both.shape), where=(both > 0) & same & ~truth.crowd[:, None])
    at, by = np.nonzero(iou > 0.5)
    missed, extra = (area > 0) & ~truth.crowd, found_area > 0
    missed[at] = extra[by] = False
    excused = in_void + (both * (same & truth.crowd[:, None])).sum(axis=0)
    extra &= 2 * excused <= found_area
    return PanopticCounts(
        np.bincount(truth.category[at], minlength=classes),
        np.bincount(found.category[extra], minlength=classes),
        np.bincount(truth.category[missed], minlength=classes),
        np.asarray(np.bincount(truth.category[at], weights=iou[at, by], minlength=classes), np.float64),
    )


@dataclass(frozen=True, slots=True, eq=False)
class PanopticQuality:
    """(k,) each, NaN for a class that has no segment at all. pq = sq × rq."""

    pq: NDArray[np.float64]
    sq: NDArray[np.float64]
    rq: NDArray[np.float64]

    def mean(self, of: Flags | None = None) -> tuple[float, float, float]:
        """PQ, SQ and RQ over the classes that have segments, of those `of` (k,) marks; NaN where there are none."""
        there = ~np.isnan(self.pq) & (True if of is None else of)
        pq, sq, rq = (float(values[there].mean()) if there.any() else float("nan") for values in self._all())
        return pq, sq, rq

    def _all(self) -> tuple[NDArray[np.float64], ...]:
        return self.pq, self.sq, self.rq


def panoptic_quality(counts: PanopticCounts) -> PanopticQuality:
    """The quality that a sum of counts makes."""
    asked = counts.met + (counts.extra + counts.missed) / 2
    none = np.full(len(asked), np.nan)
    rq, pq = (np.divide(part, asked, out=none.copy(), where=asked > 0) for part in (counts.met, counts.iou))
    sq = np.divide(counts.iou, counts.met, out=np.where(asked > 0, 0.0, np.nan), where=counts.met > 0)
    return PanopticQuality(pq, sq, rq)
