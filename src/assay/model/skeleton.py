"""The keypoints that a class has, and the limbs between them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from assay.model.category import Category


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What a class declares of its keypoints.

    points : their names, in the order in which a label gives them; empty where the class has none.
    limbs : pairs of places in that order, from 0.
    """

    points: tuple[str, ...] = ()
    limbs: tuple[tuple[int, int], ...] = ()


def skeleton_of(category: Category) -> Skeleton:
    """The skeleton in COCO's `keypoints` and `skeleton` of a class; what is no name, or no pair of places, is left out.

    >>> person = Category(1, 1, "person", "1", '{"keypoints": ["head", "hip"], "skeleton": [[1, 2], [2, 9]]}')
    >>> skeleton_of(person)
    Skeleton(points=('head', 'hip'), limbs=((0, 1),))

    Reference: the COCO data format, https://cocodataset.org/#format-data; its `skeleton` counts from 1.
    """
    said = json.loads(category.extra or "{}")
    named, paired = (said.get(member) if isinstance(said, dict) else None for member in ("keypoints", "skeleton"))
    names = named if isinstance(named, list) else []
    points = tuple(names) if all(isinstance(name, str) and name for name in names) else ()
    limbs = tuple((pair[0] - 1, pair[1] - 1) for pair in paired if _is_pair(pair)) if isinstance(paired, list) else ()
    # Places are all that is said of a class whose points nobody named.
    return Skeleton(points, tuple(limb for limb in limbs if not points or max(limb) < len(points)))


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(place) is int and place > 0 for place in value)
