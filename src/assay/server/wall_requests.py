"""Questions about walls: the bodies of requests."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, Literal

from pydantic import Field

from assay.model.level import Level
from assay.server.field_requests import FieldName
from assay.server.requests import QueryRequest
from assay.workflows.wall.orders import FIRST


class TileSide(IntEnum):
    """How long and high a tile is, in pixels. A fixed set, so that kept tiles are few; blocks of JPEG end with them."""

    S64 = 64
    S96 = 96
    S128 = 128
    S192 = 192


class WallRequest(QueryRequest):
    """Which rows, how they are grouped, and by what a group is ordered: an order of walls or a field.

    `descending` null: the worst first. `side` and `context` tell how its sheets will be asked for, so that they can be
    made meanwhile; null where that is not known. They change nothing of the wall.
    """

    level: Literal[Level.IMAGE, Level.ANNOTATION, Level.PREDICTION] = Level.ANNOTATION
    group: Literal["class", "pair"] | None = "class"
    order: FieldName = FIRST
    descending: bool | None = None
    side: TileSide | None = None
    context: Annotated[float, Field(ge=0, le=2)] | None = None

    @property
    def place(self) -> str:
        """What tells the wall from others."""
        return self.model_dump_json(exclude={"side", "context"})
