"""What comes in over HTTP about versions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from assay.server.requests import NewName, Note, Request, ShortText
from assay.workflows.names import LONGEST_NAME

VersionName = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
"""The name of a version, or "now"."""


class SaveVersionRequest(Request):
    """Keep the project as it stands under a name."""

    name: NewName
    note: Note = ""


class DiffRequest(Request):
    """Hold two versions, or a version and "now", against each other; a page of the images that differ.

    `kind` keeps images in which a label was added, deleted, relabelled, moved or altered.
    """

    dataset: int
    before: VersionName
    after: VersionName = "now"
    kind: ShortText | None = None
    offset: Annotated[int, Field(ge=0)] = 0
    limit: Annotated[int, Field(ge=0, le=200)] = 50
