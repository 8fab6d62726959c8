"""Who signs a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Signature:
    """Who makes a change, why, and through which door (`web`, `cli`, `sdk`).

    `seen` maps labels to the entry of the journal that had last changed them when the person looked (0: none had);
    where another one has by now, the edit is refused.
    """

    author: str = ""
    reason: str = ""
    source: str = "sdk"
    seen: Mapping[int, int] = field(default_factory=dict)


NOBODY = Signature()
