"""A prediction run: what one model says about a dataset."""

from __future__ import annotations

from dataclasses import dataclass, field

from assay.model.reading import Reading


@dataclass(frozen=True, slots=True)
class Run:
    """One prediction run. `source` is the file it was imported from, `reading` how a person said to read it."""

    id: int
    dataset_id: int
    name: str
    source: str | None = None
    reading: Reading = field(default_factory=Reading)
