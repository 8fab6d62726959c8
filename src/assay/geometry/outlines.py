"""Outlines of masks: from run lengths to closed polygons that can be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags
from assay.errors import ArrayError

_MAX_PIXELS = 2**27  # as many as an image may have that is decoded at all


def mask_outlines(rle: Mapping[str, Any]) -> list[list[float]]:
    """The outlines of a COCO run-length mask as flat lists x1, y1, x2, y2…, holes included.

    `rle` has `size` (height, width) and `counts`, a list of numbers or COCO's compressed text. Filled by the
    even-odd rule, the outlines cover exactly the mask's pixels.

    Raises
    ------
    ArrayError : the object is not a mask.
    """
    return outlines(decode_rle(rle))


def decode_rle(rle: Mapping[str, Any]) -> Flags:
    """(height, width) bool: the pixels of a COCO run-length mask; raise `ArrayError` when it is none."""
    try:
        height, width = (int(side) for side in rle["size"])
        if min(height, width) < 0 or height * width > _MAX_PIXELS:
            raise ValueError(f"its size is {height} x {width}")
        counts = rle["counts"]
        runs = read_counts(counts) if isinstance(counts, str) else [int(run) for run in counts]
        if sum(runs) != height * width or min(runs, default=0) < 0:
            raise ValueError(f"its runs cover {sum(runs)} of {height * width} pixels")
    except (KeyError, TypeError, ValueError, IndexError) as reason:
        raise ArrayError(f"This is no run-length mask: {reason}.", hint="It needs `size` and `counts`.") from reason
    # Runs go down the columns, and begin with one of pixels that are not set.
    return np.repeat(np.arange(len(runs)) % 2 == 1, runs).reshape(width, height).T


def runs_of(mask: Flags) -> dict[str, list[int]]:
    """The inverse of `decode_rle`: a (height, width) mask as `size` and `counts`, numbers down the columns."""
    flat = mask.T.ravel()
    ends = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    counts = np.diff(np.concatenate(([0], ends, [len(flat)]))).tolist()
    return {"size": list(mask.shape), "counts": [0, *counts] if len(flat) and flat[0] else counts}


def read_counts(text: str) -> list[int]:
    """COCO's compressed run lengths as numbers; raise `ValueError` or `IndexError` when they are cut short.

    Each number is written in groups of five bits, low ones first, as characters from `0` on; the sixth bit says
    that another group follows, the highest bit of the last group is the sign. From the fourth number on, what is
    written is the difference to the number two before (pycocotools, maskApi.c, rleFrString).
    """
    runs: list[int] = []
    at = 0
    while at < len(text):
        value, shift, more = 0, 0, True
        while more:
            group = ord(text[at]) - 48
            if not 0 <= group < 64:
                raise ValueError(f"{text[at]!r} is no run length")
            value |= (group & 31) << shift
            shift, at, more = shift + 5, at + 1, bool(group & 32)
            if shift > 60:
                raise ValueError("a run is longer than any image")
        if group & 16:
            value -= 1 << shift
        runs.append(value + runs[-2] if len(runs) > 2 else value)
    return runs


def outlines(mask: Flags) -> list[list[float]]:
    """Closed outlines of a (height, width) mask along the edges of its pixels, see `mask_outlines`.

    A corner of an outline is where an odd number of the four pixels around it is set, or two that touch only
    there (which counts twice). Along each row of corners the first and second, third and fourth… are joined by
    an edge, and likewise along each column; following rows and columns in turn walks the outlines.
    """
    corners = _corners(mask)
    across, down = _partners(corners, major=1), _partners(corners, major=0)
    unseen = np.ones(len(corners), dtype=np.bool_)
    points = corners[:, ::-1].tolist()
    found: list[list[float]] = []
    for start in range(len(corners)):
        ring: list[float] = []
        at = start
        while unseen[at]:
            beside = across[at]
            unseen[at] = unseen[beside] = False
            ring += points[at]
            ring += points[beside]
            at = down[beside]
        if ring:
            found.append([float(value) for value in ring])
    return found


def _corners(mask: Flags) -> NDArray[np.int64]:
    """(n, 2) y, x of the corners; a point where two pixels touch by their corners only stands twice."""
    padded = np.pad(mask.astype(np.int8), 1)
    a, b, c, d = padded[:-1, :-1], padded[:-1, 1:], padded[1:, :-1], padded[1:, 1:]
    is_odd = (a + b + c + d) % 2 == 1
    is_double = (a == d) & (b == c) & (a != b)
    return np.argwhere(is_odd | is_double).repeat(1 + is_double[is_odd | is_double], axis=0)


def _partners(corners: NDArray[np.int64], *, major: int) -> list[int]:
    """For each corner the one it shares an edge with, along rows (`major` 1) or columns (`major` 0)."""
    order = np.lexsort((corners[:, major], corners[:, 1 - major]))
    partners = np.empty(len(corners), dtype=np.int64)
    partners[order[0::2]], partners[order[1::2]] = order[1::2], order[0::2]
    return partners.tolist()
