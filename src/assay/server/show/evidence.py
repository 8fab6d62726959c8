"""What speaks for a suspect, read from its row. A plug-in or an older build wrote it, so nothing of it is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assay.model.level import Level
from assay.server.replies import FieldPlace
from assay.server.show.sentences import readable

_FARTHEST_PX = 1e9
"""As far from its image as an import takes a box."""

_Id = Annotated[int, Field(ge=0, lt=1 << 63)]
_Pixels = Annotated[float, Field(ge=-_FARTHEST_PX, le=_FARTHEST_PX)]


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, allow_inf_nan=False)


class Neighbours(_Told):
    """What is most like the suspect, nearest first: images, or labels with their classes. Three lists of one length."""

    level: Literal[Level.IMAGE, Level.ANNOTATION]
    ids: list[_Id]
    category_ids: list[_Id | None]
    distances: list[float]

    @model_validator(mode="after")
    def _alike(self) -> Self:
        if not len(self.ids) == len(self.category_ids) == len(self.distances):
            raise ValueError("the lists of neighbours differ in length")
        return self


class SameSuspect(_Told):
    """Another detector that raises the same suspect."""

    detector: str
    chance: float
    sentence: str


class Evidence(_Told):
    """Why a suspect is one, in the keys that cards draw; a detector may tell more. Boxes are of the stored image."""

    sentence: str
    annotation_ids: list[_Id] = []
    prediction_ids: list[_Id] = []
    image_ids: list[_Id] = []
    other_boxes: list[tuple[_Pixels, _Pixels, _Pixels, _Pixels]] = []
    neighbours: Neighbours | None = None
    frames: list[_Id] = []
    field: FieldPlace | None = None
    also: list[SameSuspect] = []

    def neighbour_ids(self, level: Level) -> list[int]:
        """The ids of the neighbours where they are of `level`."""
        return self.neighbours.ids if self.neighbours is not None and self.neighbours.level == level else []


@dataclass(frozen=True, slots=True)
class ReadEvidence:
    """The evidence of a suspect as far as it can be read, and `raw`, the JSON object that its row holds."""

    told: Evidence
    raw: dict[str, Any]


def read_evidence(text: str, detector: str) -> ReadEvidence:
    """The evidence that `detector` wrote; where it cannot be read, a sentence says so, behind its own."""
    try:
        raw = orjson.loads(text)
    except orjson.JSONDecodeError:
        raw = None
    raw = raw if isinstance(raw, dict) else {}
    try:
        return ReadEvidence(Evidence.model_validate(raw), raw)
    except ValidationError:
        said = raw.get("sentence")
        lead = f"{said} The rest of its evidence" if isinstance(said, str) and said else "Its evidence"
        sentence = f"{lead}, written by {detector}, cannot be read; finding errors again may mend that."
        return ReadEvidence(Evidence(sentence=readable(sentence)), raw)
