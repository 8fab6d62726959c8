"""The scope of a query: which dataset, which run, which evaluation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What a query speaks about. Without a run, predictions are empty; without an evaluation, matches are."""

    dataset_id: int
    run_id: int | None = None
    evaluation_id: int | None = None
