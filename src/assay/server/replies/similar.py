"""Look-alikes, and groups of duplicates."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.level import Level
from assay.workflows.curation.dedupe import Alike, Keep


class LookAlikes(TypedDict):
    """Rows of a level, the most alike first, with their similarities, -1 to 1.

    `query` is the value to sort and compare by in the query language; null across levels.
    """

    level: Level
    embedding: str
    query: str | None
    ids: list[int]
    similarities: list[float]


class AskedPicture(TypedDict):
    """A picture that was taken: queries name it by its digest; `levels` are those it can be compared with."""

    digest: str
    levels: list[Level]


class DuplicateGroup(TypedDict):
    """Images that are alike: the one that stays, why, and those that go. In two splits or more they are a leak."""

    keep: int
    remove: list[int]
    why: str
    splits: list[str]
    alike: list[Alike]


class MissingWay(TypedDict):
    """A way to be alike that was not measured yet, and the slug of the metric that does."""

    alike: Alike
    metric: str


class DedupePlan(TypedDict):
    """What removing duplicates would do: `images` in all would go. `groups` are the first of `total`."""

    keep: Keep
    prefer: str | None
    alike: list[Alike]
    missing: list[MissingWay]
    total: int
    images: int
    leaks: int
    groups: list[DuplicateGroup]
