"""A spot check: random open suspects that a person judges, to learn how precise a list is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """Suspects drawn at random, each with the same chance of being drawn.

    run_id : the run whose list was drawn from. kind : of what kind the suspects are; None for the whole list.
    population : how many open suspects they were drawn from. issues : their ids in the order to judge them, which is
    random too, so that the first few are as good a sample as all. at : when, in UTC.
    """

    id: int
    dataset_id: int
    run_id: int | None
    kind: str | None
    population: int
    issues: tuple[int, ...]
    author: str
    at: datetime
