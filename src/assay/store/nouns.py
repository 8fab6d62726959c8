"""What the ledger says of datasets, classes, folders, runs, evaluations, segments and metric columns, as one value."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pyarrow as pa
import sqlalchemy as sa

from assay.errors import NotFound
from assay.model.autotag import Autotag
from assay.model.category import Category
from assay.model.class_note import ClassNote
from assay.model.dataset import Dataset, Exif, Task
from assay.model.embedding import Embedding
from assay.model.evaluation import Evaluation, EvaluationConfig
from assay.model.level import Level
from assay.model.looked_for import LookedFor
from assay.model.metric import BadEnd, MetricColumn, MetricType
from assay.model.reading import Reading
from assay.model.run import Run
from assay.model.segment import LiveQuery, Segment, SegmentComment
from assay.model.segment_kind import SegmentKind
from assay.model.segment_state import SegmentState
from assay.model.spot_check import SpotCheck
from assay.store.ledger_tables import (
    AUTOTAG_SCORES,
    AUTOTAGS,
    CATEGORIES,
    CLASS_NOTES,
    DATASETS,
    EMBEDDINGS,
    EVALUATIONS,
    KIND_WORTHS,
    LOOKED_FOR,
    METRIC_COLUMNS,
    ROOTS,
    RUNS,
    SEGMENT_COMMENTS,
    SEGMENTS,
    SPOT_CHECKS,
)


class _Named(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)


@dataclass(frozen=True, slots=True)
class Nouns:
    """Every noun of the ledger at one revision, in order of id. All together are a few thousand small rows."""

    all_datasets: tuple[Dataset, ...]
    all_categories: tuple[Category, ...]
    all_roots: dict[int, Path]
    all_runs: tuple[Run, ...]
    all_segments: tuple[Segment, ...]
    all_segment_comments: tuple[SegmentComment, ...]
    all_metric_columns: tuple[MetricColumn, ...]
    all_embeddings: tuple[Embedding, ...]
    all_autotags: tuple[Autotag, ...]
    all_spot_checks: tuple[SpotCheck, ...]
    kind_worths: dict[tuple[int, str], float]
    all_looked_for: tuple[LookedFor, ...]
    class_notes: dict[int, ClassNote]
    stored_evaluations: dict[int, tuple[int, int, str]]


class NounReader:
    """The part of a snapshot that tells of what the ledger names."""

    _nouns: Nouns

    def datasets(self) -> list[Dataset]:
        """Every dataset, in order of id."""
        return list(self._nouns.all_datasets)

    def dataset(self, name_or_id: str | int | None = None) -> Dataset:
        """A dataset by name or id; None stands for the first. `NotFound` names the near ones."""
        if name_or_id is None and self._nouns.all_datasets:
            return self._nouns.all_datasets[0]
        return find(self._nouns.all_datasets, name_or_id, what="dataset")

    def categories(self, dataset_id: int) -> list[Category]:
        """The classes of a dataset, in order of id."""
        return [category for category in self._nouns.all_categories if category.dataset_id == dataset_id]

    def roots(self) -> dict[int, Path]:
        """The image folders by id."""
        return dict(self._nouns.all_roots)

    def runs(self, dataset_id: int) -> list[Run]:
        """The prediction runs of a dataset, oldest first."""
        return [run for run in self._nouns.all_runs if run.dataset_id == dataset_id]

    def run(self, dataset_id: int, name_or_id: str | int | None = None) -> Run:
        """A run by name or id; None stands for the newest. `NotFound` names the near ones."""
        runs = self.runs(dataset_id)
        return runs[-1] if name_or_id is None and runs else find(runs, name_or_id, what="run")

    def evaluation(self, run_id: int) -> Evaluation | None:
        """The current evaluation of a run, if it has one."""
        stored = self._nouns.stored_evaluations.get(run_id)
        if stored is None:
            return None
        id_, dataset_id, config = stored
        return Evaluation(id_, run_id, dataset_id, EvaluationConfig(**json.loads(config)))

    def segments(self, dataset_id: int) -> list[Segment]:
        """The segments of a dataset, live and frozen, in order of id."""
        return [segment for segment in self._nouns.all_segments if segment.dataset_id == dataset_id]

    def segment_comments(self, segment_id: int) -> list[SegmentComment]:
        """What was said of a segment, oldest first."""
        return [comment for comment in self._nouns.all_segment_comments if comment.segment_id == segment_id]

    def metric_columns(self, dataset_id: int) -> tuple[MetricColumn, ...]:
        """The columns that metrics measured in a dataset, in the order in which they came."""
        return tuple(column for column in self._nouns.all_metric_columns if column.dataset_id == dataset_id)

    def embeddings(self, dataset_id: int) -> tuple[Embedding, ...]:
        """The embeddings of a dataset, in the order in which they came."""
        return tuple(embedding for embedding in self._nouns.all_embeddings if embedding.dataset_id == dataset_id)

    def embedding(self, dataset_id: int, level: Level, name: str | None = None) -> Embedding | None:
        """The embedding of a level by name; the default one for None, if the level has any.

        Raises
        ------
        NotFound : there is none of that name; the hint has the near ones.
        """
        of_level = [embedding for embedding in self.embeddings(dataset_id) if embedding.level is level]
        if name is not None:
            return find(of_level, name, what="embedding")
        return next((embedding for embedding in of_level if embedding.is_default), None)

    def autotags(self, dataset_id: int) -> list[Autotag]:
        """The autotags of a dataset, in order of id."""
        return [autotag for autotag in self._nouns.all_autotags if autotag.dataset_id == dataset_id]


def read_nouns(connection: sa.Connection) -> Nouns:
    """Every noun, in the order of ids."""

    def rows(table: sa.Table) -> Sequence[sa.Row[Any]]:
        return connection.execute(sa.select(table).order_by(table.c.id)).all()

    return Nouns(
        all_datasets=tuple(map(read_dataset, rows(DATASETS))),
        all_categories=tuple(read_category(row) for row in rows(CATEGORIES)),
        all_roots={row.id: Path(row.path) for row in rows(ROOTS)},
        all_runs=tuple(
            Run(row.id, row.dataset_id, row.name, row.source, Reading.read(row.reading)) for row in rows(RUNS)
        ),
        all_segments=tuple(_read_segment(row) for row in rows(SEGMENTS) if not row.deleted),
        all_segment_comments=tuple(
            SegmentComment(row.id, row.segment_id, row.author, row.at.replace(tzinfo=UTC), row.text)
            for row in rows(SEGMENT_COMMENTS)
            if not row.deleted
        ),
        all_metric_columns=read_metric_columns(connection),
        all_embeddings=read_embeddings(connection),
        all_autotags=read_autotags(connection),
        all_spot_checks=tuple(read_spot_check(row) for row in rows(SPOT_CHECKS)),
        kind_worths={(row.dataset_id, row.kind): row.worth for row in connection.execute(sa.select(KIND_WORTHS))},
        all_looked_for=tuple(LookedFor(row.dataset_id, row.run_id, row.kind, row.as_of) for row in rows(LOOKED_FOR)),
        class_notes={row.category_id: _read_class_note(row) for row in connection.execute(sa.select(CLASS_NOTES))},
        stored_evaluations={row.run_id: (row.id, row.dataset_id, row.config) for row in rows(EVALUATIONS)},
    )


def read_dataset(row: sa.Row[Any]) -> Dataset:
    """A dataset from its row."""
    return Dataset(row.id, row.name, Task(row.task), row.extra, None if row.exif is None else Exif(row.exif))


def read_category(row: sa.Row[Any]) -> Category:
    """A class from its ledger row."""
    return Category(row.id, row.dataset_id, row.name, row.key, row.extra, row.source_name)


def read_metric_columns(connection: sa.Connection) -> tuple[MetricColumn, ...]:
    """The metric columns of every dataset, in the order in which they came."""
    rows = connection.execute(sa.select(METRIC_COLUMNS).order_by(METRIC_COLUMNS.c.id)).mappings()
    return tuple(_read_metric_column({name: row[name] for name in row if name != "id"}) for row in rows)


def _read_metric_column(row: dict[str, Any]) -> MetricColumn:
    typed = {"level": Level(row["level"]), "type": MetricType(row["type"]), "bad": BadEnd(row["bad"])}
    return MetricColumn(**row | typed)


def read_embeddings(connection: sa.Connection) -> tuple[Embedding, ...]:
    """The embeddings of every dataset, in the order in which they came."""
    rows = connection.execute(sa.select(EMBEDDINGS).order_by(EMBEDDINGS.c.id)).mappings()
    return tuple(Embedding(**{**row, "level": Level(row["level"])}) for row in rows)


def read_autotags(connection: sa.Connection) -> tuple[Autotag, ...]:
    """The autotags of every dataset, in order of id; those that were deleted are left out."""
    basis = {row.id: row.basis for row in connection.execute(sa.select(AUTOTAG_SCORES))}
    rows = connection.execute(sa.select(AUTOTAGS).where(~AUTOTAGS.c.deleted).order_by(AUTOTAGS.c.id))
    return tuple(
        Autotag(
            row.id,
            row.dataset_id,
            Level(row.level),
            row.name,
            tuple((item, yes) for item, yes in json.loads(row.examples)),
            basis.get(row.id, ""),
        )
        for row in rows
    )


def read_spot_check(row: sa.Row[Any]) -> SpotCheck:
    """A spot check from its row."""
    issues = tuple(json.loads(row.issues))
    return SpotCheck(
        row.id, row.dataset_id, row.run_id, row.kind, row.population, issues, row.author, row.at.replace(tzinfo=UTC)
    )


def _read_segment(row: sa.Row[Any]) -> Segment:
    query = None if row.query is None else LiveQuery(Level(row.level), row.query)
    return Segment(
        row.id,
        row.dataset_id,
        row.name,
        SegmentKind(row.kind),
        json.loads(row.fields),
        query,
        SegmentState(row.state),
        row.assignee,
        row.description,
        None if row.made_at is None else row.made_at.replace(tzinfo=UTC),
    )


def _read_class_note(row: sa.Row[Any]) -> ClassNote:
    return ClassNote(row.category_id, row.text, tuple(json.loads(row.exemplars)))


def category_rows(categories: Sequence[Category]) -> pa.Table:
    """Classes as the relation `categories` that queries see; `position` counts from 0 within a dataset."""
    positions: dict[int, int] = {}
    numbered = []
    for category in categories:
        position = positions.get(category.dataset_id, 0)
        positions[category.dataset_id] = position + 1
        numbered.append((category, position))
    return pa.table(
        {
            "id": pa.array([category.id for category, _ in numbered], pa.int32()),
            "dataset_id": pa.array([category.dataset_id for category, _ in numbered], pa.int32()),
            "name": pa.array([category.name for category, _ in numbered], pa.string()),
            "key": pa.array([category.key for category, _ in numbered], pa.string()),
            "position": pa.array([position for _, position in numbered], pa.int32()),
        }
    )


_FIRST = {"version": "Save one first.", "embedding": "Make one with `assay embed`."}


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
        named = "" if name_or_id is None else f" named {name_or_id!r}, nor any other"
        raise NotFound(f"There is no {what}{named} yet.", hint=_FIRST.get(what, "Import one first."))
    near = get_close_matches(str(name_or_id), names, n=3)
    hint = f"Did you mean {', '.join(map(repr, near))}?" if near else f"There are: {', '.join(names[:20])}."
    raise NotFound(f"There is no {what} named {name_or_id!r}.", hint=hint)
