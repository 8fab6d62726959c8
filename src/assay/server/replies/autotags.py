"""Autotags, what they were taught, and what to ask next."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.level import Level
from assay.server.replies.changes import ChangeResult


class Autotag(TypedDict):
    """An autotag. `field` names its scores in a query; `bins` counts them in equal parts of -1 to 1.

    `scored` items have a score, `tagged` of them one above 0. `ready`: the dataset has vectors to learn from.
    """

    id: int
    dataset: int
    level: Level
    name: str
    field: str
    yes: list[int]
    no: list[int]
    scored: int
    tagged: int
    bins: list[int]
    ready: bool


class TaughtAutotag(TypedDict):
    """The autotag as it now is; `change` is null when nothing was new."""

    autotag: Autotag
    change: ChangeResult | None


class AutotagRound(TypedDict):
    """The ids of items most worth an answer, the most wanted first."""

    ids: list[int]
