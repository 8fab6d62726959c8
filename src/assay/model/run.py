"""A prediction run: what one model says about a dataset."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """One prediction run. `source` is the file it was imported from."""

    id: int
    dataset_id: int
    name: str
    source: str | None = None
