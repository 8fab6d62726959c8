"""What comes in over HTTP about the worth of fixes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from assay.model.level import Level
from assay.server.requests import Request, ShortText
from assay.workflows.fixes.effect import REPEATS
from assay.workflows.versions.versions import IMPORTED, NOW

State = Annotated[int, Field(ge=0)] | ShortText
"""The number of the change behind which labels were so, or a name."""


class FixRequest(Request):
    """Hold the labels `after` against those `before`: a version, the number of a change, "imported" or "now".

    `test` is a query of verified images; those of the splits val and test when null.
    """

    dataset: int
    before: State = IMPORTED
    after: State = NOW
    test: Annotated[str, Field(max_length=10_000)] | None = None
    level: Level | None = None


class DidItHelpRequest(FixRequest):
    """The same, and how many trainings of each side: an even number."""

    repeats: Annotated[int, Field(ge=6, le=100)] = REPEATS
