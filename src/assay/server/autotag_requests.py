"""Making and teaching autotags: the bodies of requests."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from assay.model.level import Level
from assay.server.requests import NewName, Request

ItemIds = Annotated[list[int], Field(max_length=20_000)]
"""Ids of images or labels."""


class CreateAutotagRequest(Request):
    """A new autotag and its first examples."""

    dataset: int
    name: NewName
    level: Literal[Level.IMAGE, Level.ANNOTATION] = Level.IMAGE
    yes: ItemIds
    no: ItemIds = Field(default_factory=list)


class RenameAutotagRequest(Request):
    """Another name."""

    name: NewName


class TeachRequest(Request):
    """Answers for items, and items whose answer is taken back."""

    yes: ItemIds = Field(default_factory=list)
    no: ItemIds = Field(default_factory=list)
    forget: ItemIds = Field(default_factory=list)


class RoundRequest(Request):
    """How many items a round shall have, and items that were skipped."""

    count: Annotated[int, Field(ge=1, le=200)] = 12
    skip: ItemIds = Field(default_factory=list)
