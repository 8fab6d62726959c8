"""What a query asks of similarity: how alike the rows of a level are to items of it, or to pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from assay.model.level import Level

LikeItem: TypeAlias = int | str
"""An id of the level, or the digest of a picture that a person gave."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike the rows of `level` are to `items`: the largest cosine of their vectors, or with `mean` the mean.

    The items are of the level `source`, which differs from `level` where predictions are compared with labels.
    """

    dataset_id: int
    level: Level
    source: Level
    items: tuple[LikeItem, ...]
    mean: bool = False
