"""What the ledger says of datasets, classes, folders, runs, evaluations and segments, read as one value."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from assay.errors import NotFound
from assay.model.category import Category
from assay.model.dataset import Dataset, Task
from assay.model.evaluation import Evaluation, EvaluationConfig
from assay.model.level import Level
from assay.model.run import Run
from assay.model.segment import Segment
from assay.store.ledger_tables import CATEGORIES, DATASETS, EVALUATIONS, ROOTS, RUNS, SEGMENTS


class _Named(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)


@dataclass(frozen=True)
class Nouns:
    """Every noun of the ledger at one revision. All of them together are a few thousand small rows."""

    all_datasets: tuple[Dataset, ...]
    all_categories: tuple[Category, ...]
    all_roots: dict[int, Path]
    all_runs: tuple[Run, ...]
    all_segments: tuple[Segment, ...]
    stored_evaluations: dict[int, tuple[int, int, str]]

    def dataset(self, name_or_id: str | int | None) -> Dataset:
        """A dataset by name or id; None stands for the first. `NotFound` names the near ones."""
        if name_or_id is None and self.all_datasets:
            return self.all_datasets[0]
        return find(self.all_datasets, name_or_id, what="dataset")

    def run(self, dataset_id: int, name_or_id: str | int | None) -> Run:
        """A run of a dataset by name or id; None stands for the newest. `NotFound` names the near ones."""
        runs = [run for run in self.all_runs if run.dataset_id == dataset_id]
        if name_or_id is None and runs:
            return runs[-1]
        return find(runs, name_or_id, what="run")

    def evaluation(self, run_id: int) -> Evaluation | None:
        """The evaluation of a run, if it has one."""
        stored = self.stored_evaluations.get(run_id)
        if stored is None:
            return None
        id_, dataset_id, config = stored
        return Evaluation(id_, run_id, dataset_id, EvaluationConfig(**json.loads(config)))


def read_nouns(connection: sa.Connection) -> Nouns:
    """Every noun, in the order of ids."""

    def rows(table: sa.Table) -> Sequence[sa.Row[Any]]:
        return connection.execute(sa.select(table).order_by(table.c.id)).all()

    return Nouns(
        all_datasets=tuple(Dataset(row.id, row.name, Task(row.task), row.extra) for row in rows(DATASETS)),
        all_categories=tuple(read_category(row) for row in rows(CATEGORIES)),
        all_roots={row.id: Path(row.path) for row in rows(ROOTS)},
        all_runs=tuple(Run(row.id, row.dataset_id, row.name, row.source) for row in rows(RUNS)),
        all_segments=tuple(
            Segment(row.id, row.dataset_id, row.name, Level(row.level), row.query) for row in rows(SEGMENTS)
        ),
        stored_evaluations={
            row.run_id: (row.id, row.dataset_id, row.config) for row in rows(EVALUATIONS)
        },
    )


def read_category(row: sa.Row[Any]) -> Category:
    """A class from its ledger row."""
    return Category(row.id, row.dataset_id, row.name, row.key, row.extra)


def find(nouns: Sequence[N], name_or_id: str | int | None, *, what: str) -> N:
    """The noun with this name or id.

    Raises
    ------
    NotFound : there is none; the hint has near names, or all of them.
    """
    for noun in nouns:
        if name_or_id in (noun.id, noun.name):
            return noun
    names = [noun.name for noun in nouns]
    if not names:
        raise NotFound(f"There is no {what} yet.", hint="Import one first.")
    near = get_close_matches(str(name_or_id), names, n=3)
    hint = f"Did you mean {', '.join(map(repr, near))}?" if near else f"There are: {', '.join(names[:20])}."
    raise NotFound(f"There is no {what} named {name_or_id!r}.", hint=hint)
