"""The two sides of a comparison: queries of one project, or of two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assay.errors import NotFound
from assay.model.level import Level
from assay.store.layout import MARKER
from assay.store.store import Store
from assay.workflows.explore.search import Question, ask


@dataclass(frozen=True, slots=True)
class Side:
    """What a query lists in a dataset (the first when None), with the predictions of a run (the newest when None)."""

    query: str = ""
    dataset: str | None = None
    run: str | None = None


_MOST_BESIDE = 100


def projects_beside(store: Store) -> tuple[Path, ...]:
    """The other projects in the folder that the project of `store` lies in, by name, 100 at most."""
    folder = store.path.resolve().parent
    found = sorted(path.parent for path in folder.glob(f"[!.]*/{MARKER}"))  # one that is being made has a dot
    return tuple([path for path in found if path != store.path.resolve()][:_MOST_BESIDE])


def project_beside(store: Store, name: str) -> Path:
    """The project of that name beside the one of `store`.

    Raises
    ------
    NotFound : there is none.
    """
    known = {path.name: path for path in projects_beside(store)}
    if name not in known:
        told = ", ".join(known) or "none"
        raise NotFound(f"There is no project named {name!r} beside this one.", hint=f"There are: {told}.")
    return known[name]


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
