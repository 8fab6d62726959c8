"""Writing the nouns of the ledger inside a writer's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from assay.errors import NotFound
from assay.model.autotag import Autotag
from assay.model.category import Category, CategoryRecord, named_classes
from assay.model.class_note import ClassNote
from assay.model.dataset import Dataset, Exif, Task
from assay.model.evaluation import Evaluation, EvaluationConfig
from assay.model.level import Level
from assay.model.looked_for import LookedFor
from assay.model.metric import MetricColumn
from assay.model.reading import Reading
from assay.model.run import Run
from assay.model.spelling import composed
from assay.model.spot_check import SpotCheck
from assay.store.ledger_tables import (
    AUTOTAG_SCORES,
    CATEGORIES,
    CLASS_NOTES,
    DATASETS,
    EVALUATIONS,
    KIND_WORTHS,
    LOOKED_FOR,
    METRIC_COLUMNS,
    ROOTS,
    RUNS,
    SPOT_CHECKS,
)
from assay.store.nouns import read_autotags, read_category, read_dataset
from assay.store.review_applications import Application, add_application


def match_category(categories: Iterable[Category], record: CategoryRecord) -> Category | None:
    """The class that a foreign file means by `record`; None when the dataset does not have it yet.

    Names decide, since two files of one dataset may number the same classes differently; that of a class that was
    renamed here, too. Only a record without a name of its own (a prediction file that says just `3`, a label file that
    breaks off before its classes) is found by its key.
    """
    categories = [*categories]
    by_name = named_classes(categories)
    if (found := by_name.get(composed(record.name))) is not None:
        return found
    if record.is_named and record.name != record.key:
        return None
    return next((category for category in categories if category.key == record.key), None)


class NounWriter:
    """The part of a writer that adds and alters what the ledger names."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add_dataset(self, name: str, task: Task, extra: str | None = None) -> Dataset:
        """A new dataset."""
        id_ = self._insert(DATASETS, name=name, task=task.value, extra=extra)
        return Dataset(id_, name, task, extra)

    def update_dataset(
        self,
        dataset_id: int,
        *,
        name: str | None = None,
        task: Task | None = None,
        extra: str | None = None,
        exif: Exif | None = None,
    ) -> Dataset:
        """Alter what is given of a dataset; None leaves it as it is.

        Raises
        ------
        NotFound : there is no such dataset.
        """
        given = {"name": name, "task": task, "extra": extra, "exif": exif}
        values = {column: str(value) for column, value in given.items() if value is not None}
        if values:
            self._connection.execute(sa.update(DATASETS).where(DATASETS.c.id == dataset_id).values(**values))
        row = self._connection.execute(sa.select(DATASETS).where(DATASETS.c.id == dataset_id)).first()
        if row is None:
            raise NotFound(f"There is no dataset {dataset_id}.")
        return read_dataset(row)

    def add_categories(self, dataset_id: int, records: Sequence[CategoryRecord]) -> list[Category]:
        """Add the classes that the dataset lacks; return all it has then, in order of id.

        `match_category` says which class a record means. A key that another class has taken is told apart by
        the name.
        """
        present = self._categories(dataset_id)
        for record in records:
            if match_category(present, record) is not None:
                continue
            taken = {category.key for category in present}
            name = composed(record.name)
            key = record.key if record.key not in taken else f"{record.key}:{name}"
            id_ = self._insert(CATEGORIES, dataset_id=dataset_id, name=name, key=key, extra=record.extra)
            present.append(Category(id_, dataset_id, name, key, record.extra))
        return present

    def _categories(self, dataset_id: int) -> list[Category]:
        select = sa.select(CATEGORIES).where(CATEGORIES.c.dataset_id == dataset_id).order_by(CATEGORIES.c.id)
        return [read_category(row) for row in self._connection.execute(select)]

    def add_root(self, path: Path) -> int:
        """The id of an image folder, added when it is new."""
        text = str(path)
        present = self._connection.execute(sa.select(ROOTS.c.id).where(ROOTS.c.path == text)).scalar_one_or_none()
        return int(present) if present is not None else self._insert(ROOTS, path=text)

    def add_run(self, dataset_id: int, name: str, source: str | None = None, *, reading: Reading | None = None) -> Run:
        """The run of that name, added when it is new; `source` and `reading` are then those it was imported by last."""
        reading = reading or Reading()
        same = (RUNS.c.dataset_id == dataset_id) & (RUNS.c.name == name)
        present = self._connection.execute(sa.select(RUNS.c.id).where(same)).scalar_one_or_none()
        stored = {"source": source, "reading": reading.text()}
        if present is None:
            id_ = self._insert(RUNS, dataset_id=dataset_id, name=name, **stored)
            return Run(id_, dataset_id, name, source, reading)
        self._connection.execute(sa.update(RUNS).where(RUNS.c.id == present).values(**stored))
        return Run(int(present), dataset_id, name, source, reading)

    def set_evaluation(self, run_id: int, dataset_id: int, config: EvaluationConfig) -> Evaluation:
        """The evaluation of a run in place of the one it had; its id is new, so that match rows are told apart."""
        self._connection.execute(sa.delete(EVALUATIONS).where(EVALUATIONS.c.run_id == run_id))
        id_ = self._insert(
            EVALUATIONS,
            run_id=run_id,
            dataset_id=dataset_id,
            config=json.dumps(asdict(config)),
        )
        return Evaluation(id_, run_id, dataset_id, config)

    def autotags(self) -> tuple[Autotag, ...]:
        """The autotags of every dataset as this writer has left them so far."""
        return read_autotags(self._connection)

    def set_autotag_basis(self, autotag_id: int, basis: str) -> None:
        """Note of what the stored scores of an autotag were computed; empty: there are none."""
        self._connection.execute(sa.delete(AUTOTAG_SCORES).where(AUTOTAG_SCORES.c.id == autotag_id))
        if basis:
            self._connection.execute(sa.insert(AUTOTAG_SCORES).values(id=autotag_id, basis=basis))

    def add_spot_check(
        self,
        dataset_id: int,
        issues: Sequence[int],
        *,
        run_id: int | None,
        kind: str | None,
        population: int,
        author: str,
    ) -> SpotCheck:
        """Note which suspects were drawn for a spot check, now."""
        at = datetime.now(UTC)
        told = {"dataset_id": dataset_id, "run_id": run_id, "kind": kind, "population": population, "author": author}
        id_ = self._insert(SPOT_CHECKS, **told, issues=json.dumps(list(issues)), at=at.replace(tzinfo=None))
        return SpotCheck(id_, dataset_id, run_id, kind, population, tuple(issues), author, at)

    def set_kind_worth(self, dataset_id: int, kind: str, worth: float | None) -> None:
        """What mending an error of a kind is worth in a dataset; None for what it is by default."""
        stored = KIND_WORTHS.c
        same = (stored.dataset_id == dataset_id) & (stored.kind == kind)
        self._connection.execute(sa.delete(KIND_WORTHS).where(same))
        if worth is not None:
            self._connection.execute(sa.insert(KIND_WORTHS).values(dataset_id=dataset_id, kind=kind, worth=worth))

    def note_looked_for(self, found: Iterable[LookedFor]) -> None:
        """Note searches, in place of earlier ones for the same with the same run, or without one."""
        for one in found:
            self._connection.execute(sa.delete(LOOKED_FOR).where(*_same_search(one)))
            self._insert(LOOKED_FOR, **asdict(one))

    def renew_looked_for(self, found: Iterable[LookedFor]) -> None:
        """Note that searches that stand hold as of a later entry of the journal; their order stays."""
        for one in found:
            self._connection.execute(sa.update(LOOKED_FOR).where(*_same_search(one)).values(as_of=one.as_of))

    def set_class_note(self, note: ClassNote) -> None:
        """What a class is, in place of what was noted of it."""
        values = {"text": note.text, "exemplars": json.dumps(note.exemplars)}
        insert = sqlite.insert(CLASS_NOTES).values(category_id=note.category_id, **values)
        self._connection.execute(insert.on_conflict_do_update(["category_id"], set_=values))

    def add_application(self, applied: Application) -> None:
        """Note which verdicts of a review a change of this writer wrote."""
        add_application(self._connection, applied)

    def _set_metric_columns(self, columns: Iterable[MetricColumn]) -> None:
        """Describe these columns, in place of what was said of them."""
        for column in columns:
            described = asdict(column)
            insert = sqlite.insert(METRIC_COLUMNS).values(**described)
            self._connection.execute(insert.on_conflict_do_update(["dataset_id", "level", "name"], set_=described))

    def _remove_metric_columns(self, dataset_id: int, level: Level, names: Sequence[str]) -> None:
        """Forget the descriptions of these columns."""
        stored = METRIC_COLUMNS.c
        same = (stored.dataset_id == dataset_id) & (stored.level == level.value) & stored.name.in_(names)
        self._connection.execute(sa.delete(METRIC_COLUMNS).where(same))

    def _insert(self, table: sa.Table, **values: Any) -> int:
        key = self._connection.execute(sa.insert(table).values(**values)).inserted_primary_key
        assert key is not None  # every ledger table has an integer key
        return int(key[0])


def _same_search(one: LookedFor) -> tuple[sa.ColumnElement[bool], ...]:
    """Whatever is looked for without a run is looked for with one, too."""
    stored = LOOKED_FOR.c
    run = stored.run_id.is_(None) | (stored.run_id == one.run_id)
    return stored.dataset_id == one.dataset_id, stored.kind == one.kind, run
