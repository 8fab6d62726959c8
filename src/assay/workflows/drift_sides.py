"""The two sides of a comparison: queries of one project, or of two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.search import Question, ask


@dataclass(frozen=True, slots=True)
class Side:
    """What a query lists in a dataset (the first when None), with the predictions of a run (the newest when None)."""

    query: str = ""
    dataset: str | None = None
    run: str | None = None


@contextmanager
def both_sides(
    store: Store, reference: Side, current: Side, *, level: Level, other: Path | None = None
) -> Iterator[tuple[Question, Question]]:
    """Both sides understood; `current` in the project at `other`, which is only read, where that is given.

    Raises
    ------
    QueryError : a query is wrong.
    NotFound : there is no such dataset or run.
    ProjectNotFound, ProjectDamaged : there is no project at `other`, or it cannot be read.
    """
    before = ask(store.snapshot(), reference.query, level=level, dataset=reference.dataset, run=reference.run)
    if other is None:
        yield before, ask(store.snapshot(), current.query, level=level, dataset=current.dataset, run=current.run)
        return
    with Store.open(other) as elsewhere:
        snapshot = elsewhere.snapshot()
        yield before, ask(snapshot, current.query, level=level, dataset=current.dataset, run=current.run)
