"""How unequal classes are, and which images are rare and hard."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.server.replies.drawn import ImageRef


class BalancedClass(TypedDict):
    """A class and what would bring it to the goal: `change` labels to draw again (above 0) or to leave out.

    `weight` is that of one of its labels in a sampler; null for a class without labels. `query` lists its labels.
    """

    id: int
    name: str
    labels: int
    images: int
    share: float
    effective: float
    weight: float | None
    change: int
    query: str


class Balance(TypedDict):
    """The classes, the commonest first; `ratio` is commonest to rarest, null without labels."""

    classes: list[BalancedClass]
    goal: int
    ratio: float | None
    effective_classes: float


class EdgeCase(TypedDict):
    """An image that is rare and hard, with the reasons in sentences."""

    image: ImageRef
    score: float
    rarity: float
    hardness: float
    reasons: list[str]


class EdgeCases(TypedDict):
    """Edge cases, the most so first; `query` lists them all. `by_look` and `by_run`: what they could be told by."""

    cases: list[EdgeCase]
    images: int
    by_look: bool
    by_run: bool
    query: str
