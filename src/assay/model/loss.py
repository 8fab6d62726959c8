"""What a writer wrote, and what it could not carry over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of thing a format cannot express: how many rows it touched, and the first few by name."""

    code: str
    message: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LossReport:
    """All that an export lost; empty when nothing was."""

    losses: tuple[Loss, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.losses)


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the files of an export: images, labels or predictions, and what was lost on the way there."""

    images: int
    objects: int
    losses: LossReport
