"""The suggested fix of a suspect, read from its row. A plug-in or an older build may have written it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from assay.model.issue import SuggestedAction

_OPERANDS: Mapping[SuggestedAction, tuple[str, ...]] = {
    SuggestedAction.RELABEL: ("category_id",),
    SuggestedAction.DELETE: (),
    SuggestedAction.ADD: ("prediction_id", "category_id"),
    SuggestedAction.MOVE: ("box",),
    SuggestedAction.REMOVE_IMAGE: (),
}


@dataclass(frozen=True, slots=True)
class SuggestedFix:
    """What would mend an error; what its action does not need may lack. box : stored x, y, w, h."""

    action: SuggestedAction
    category_id: int | None = None
    prediction_id: int | None = None
    box: tuple[float, float, float, float] | None = None

    @classmethod
    def read(cls, text: str) -> SuggestedFix | None:
        """The fix that the column `suggestion` tells; None where that says no action or lacks what the action needs."""
        try:
            told = orjson.loads(text)
            action = SuggestedAction(told["action"])
        except (ValueError, TypeError, KeyError):
            return None
        fix = cls(action, _id(told.get("category_id")), _id(told.get("prediction_id")), _box(told.get("box")))
        return None if any(getattr(fix, name) is None for name in _OPERANDS[action]) else fix


def _id(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value < 1 << 63 else None


def _box(value: Any) -> tuple[float, float, float, float] | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    if not all(type(number) in (int, float) and math.isfinite(number) for number in value):
        return None
    x, y, w, h = map(float, value)
    return x, y, w, h
