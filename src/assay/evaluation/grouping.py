"""Group rows by the image they lie in, for any image ids."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from assay.arrays import Flags, Ids
from assay.evaluation.kernels import group_rows

Grouping: TypeAlias = tuple[Ids, Ids]
"""(count + 1,) starts and (n,) rows: `rows[starts[i]:starts[i + 1]]` are the rows of image i."""


def group_by_image(image: Ids, other: Ids, *, keep: Flags) -> tuple[Grouping, Grouping]:
    """Group two tables by one numbering of their images; only rows of `other` that `keep` marks are grouped."""
    first, second, count = number_images(np.asarray(image, np.int64), np.asarray(other, np.int64))
    return group_rows(first, np.ones(len(first), np.bool_), count), group_rows(second, keep, count)


def number_images(image: Ids, other: Ids) -> tuple[Ids, Ids, int]:
    """Both columns of image ids as numbers 0..count-1 in the order of the ids, and the count."""
    if len(image) + len(other) == 0:
        return image, other, 0
    ids = [ids for ids in (image, other) if len(ids)]
    least, most = min(int(i.min()) for i in ids), max(int(i.max()) for i in ids)
    if most - least < 4 * (len(image) + len(other)) + 1024:  # dense ids are their own numbers
        return image - least, other - least, most - least + 1
    known, numbers = np.unique(np.concatenate((image, other)), return_inverse=True)
    return numbers[: len(image)], numbers[len(image) :], len(known)
