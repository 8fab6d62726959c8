"""A version: the state of a project at one moment, by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Version:
    """What a project was when somebody kept it under a name; it never changes.

    `change_id` is the newest entry of the journal then (0 when there was none), `digest` the state hash.
    """

    id: int
    name: str
    note: str
    author: str
    at: datetime
    change_id: int
    digest: str
