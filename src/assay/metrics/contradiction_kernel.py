"""The compiled loops that compare the labels of images that look the same."""

# ruff: noqa: PLR0917 (compiled loops take their arrays by position)
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Ids, Labels
from assay.geometry.compiled import compiled


@compiled
def is_same(one: int, other: int, boxes: Boxes, category: Labels, least: float) -> bool:
    """Whether two labels have one class and boxes that overlap by `least` (IoU), or are both of a whole image."""
    if category[one] != category[other]:
        return False
    if np.isnan(boxes[one, 0]) or np.isnan(boxes[other, 0]):
        return bool(np.isnan(boxes[one, 0]) and np.isnan(boxes[other, 0]))
    x, y, w, h = boxes[one]
    left, top, wide, high = boxes[other]
    across = min(x + w, left + wide) - max(x, left)
    down = min(y + h, top + high) - max(y, top)
    if across <= 0 or down <= 0:
        return False
    return bool(across * down >= least * (w * h + wide * high - across * down))


@compiled
def lonely(
    image: int,
    other: int,
    offsets: Ids,
    boxes: Boxes,
    category: Labels,
    least: float,
    alike: float,
    seen: NDArray[np.float64],
) -> int:
    """How many labels of an image have none that is the same in the other; `seen` grows by `alike` for each."""
    found = 0
    for row in range(offsets[image], offsets[image + 1]):
        alone = True
        for rival in range(offsets[other], offsets[other + 1]):
            if is_same(row, rival, boxes, category, least):
                alone = False
                break
        if alone:
            found += 1
            seen[row] += alike
    return found


@compiled
def likeness(one: int, other: int) -> float:
    """The share of the 64 bits of two hashes that are the same."""
    apart, bits = 0, one ^ other
    while bits != 0:
        bits &= bits - 1
        apart += 1
    return 1 - apart / 64


@compiled
def contradictions(
    members: Ids, starts: Ids, hashes: Ids, offsets: Ids, boxes: Boxes, category: Labels, least: float, reach: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(images,) and (labels,) how much the labels of each image, and each label, differ from those of its group.

    members[starts[g]:starts[g + 1]] are the images of group g; each is compared with `reach` on either side of it.
    Of two images: labels that have none that is the same in the other, among the labels of both, 0 where neither has a
    label, times the `likeness` of their hashes (images,). The mean over those compared. NaN for images in no group.
    """
    images, labels = np.full(len(offsets) - 1, np.nan), np.full(len(boxes), np.nan)
    alone, spare = np.zeros(len(boxes)), np.zeros(len(boxes))
    for group in range(len(starts) - 1):
        for at in range(starts[group], starts[group + 1]):
            image, total, compared = members[at], 0.0, 0
            for beside in range(max(at - reach, starts[group]), min(at + reach + 1, starts[group + 1])):
                if beside == at:
                    continue
                other = members[beside]
                count = offsets[image + 1] - offsets[image] + offsets[other + 1] - offsets[other]
                alike = likeness(hashes[image], hashes[other])
                apart = lonely(image, other, offsets, boxes, category, least, alike, alone)
                apart += lonely(other, image, offsets, boxes, category, least, alike, spare)
                total += alike * apart / max(count, 1)
                compared += 1
            if compared > 0:
                images[image] = total / compared
                for row in range(offsets[image], offsets[image + 1]):
                    labels[row] = alone[row] / compared
    return images, labels
