"""The compiled loops over run-length masks: reading COCO's text, measuring, intersecting."""

# ruff: noqa: PLR0917 (compiled loops take their arrays by position)
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Ids
from assay.geometry.compiled import compiled

_MORE, _SIGN, _BITS = 32, 16, 31
"""Of the six bits of a character: another one follows; the number is negative; the five that carry it."""


@compiled
def count_edges(characters: NDArray[np.uint8], ends: Ids) -> Ids:
    """(n + 1,) where the edges of each mask start. `characters[ends[i]:ends[i + 1]]` is the text of mask i.

    Runs of pixels that are not set and that are set come in turns, so that each two give a beginning and an end.
    """
    starts = np.zeros(len(ends), np.int64)
    for i in range(len(ends) - 1):
        runs = 0
        for at in range(ends[i], ends[i + 1]):
            runs += not (characters[at] - 48) & _MORE
        starts[i + 1] = starts[i] + runs // 2 * 2
    return starts


@compiled
def read_edges(
    characters: NDArray[np.uint8], ends: Ids, starts: Ids, sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int32], int]:
    """The edges of all masks, and the first mask whose runs do not fit its size (-1 when all do).

    From the fourth on a number is written as its difference to the number two before it.
    """
    edges = np.empty(starts[-1], np.int32)
    for i in range(len(ends) - 1):
        pixels = sizes[i, 0] * sizes[i, 1]
        before, last, total, run = 0, 0, 0, 0
        at = ends[i]
        while at < ends[i + 1]:
            value, shift, more = 0, 0, True
            while more:
                if at >= ends[i + 1] or shift > 40:
                    return edges, i
                group = int(characters[at]) - 48
                value |= (group & _BITS) << shift
                shift += 5
                at += 1
                more = group & _MORE != 0
                if not more and group & _SIGN:
                    value -= 1 << shift
            if run > 2:
                value += before
            before, last = last, value
            total += value
            if value < 0 or total > pixels:
                return edges, i
            if starts[i] + run < starts[i + 1]:
                edges[starts[i] + run] = total
            run += 1
    return edges, -1


@compiled
def measure(edges: NDArray[np.int32], starts: Ids, sizes: NDArray[np.int64]) -> tuple[NDArray[np.float64], Boxes]:
    """(n,) area of each mask in pixels, and (n, 4) the box around it."""
    areas, bounds = np.zeros(len(sizes)), np.zeros((len(sizes), 4))
    for i in range(len(sizes)):
        height = max(sizes[i, 0], 1)
        left, right, top, bottom = sizes[i, 1], -1, sizes[i, 0], -1
        for k in range(starts[i], starts[i + 1], 2):
            first, last = edges[k], edges[k + 1] - 1
            if last < first:
                continue
            areas[i] += last - first + 1
            left, right = min(left, first // height), max(right, last // height)
            if first // height == last // height:
                top, bottom = min(top, first % height), max(bottom, last % height)
            else:  # a run that goes on in the next column touches both ends of a column
                top, bottom = 0, height - 1
        if right >= 0:
            bounds[i] = left, top, right - left + 1, bottom - top + 1
    return areas, bounds


@compiled
def shared_pixels(
    edges: NDArray[np.int32], begin: int, end: int, others: NDArray[np.int32], other_begin: int, other_end: int
) -> int:
    """How many pixels two masks of one frame share: edges `begin` to `end` of one, and those of the other."""
    shared, k, m = 0, begin, other_begin
    while k < end and m < other_end:
        low, high = max(edges[k], others[m]), min(edges[k + 1], others[m + 1])
        if high > low:
            shared += high - low
        if edges[k + 1] < others[m + 1]:
            k += 2
        else:
            m += 2
    return shared
