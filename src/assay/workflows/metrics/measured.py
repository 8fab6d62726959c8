"""What a run of metrics gives, level by level, before it is written."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from assay.arrays import Ids
from assay.metrics.plan import Step
from assay.metrics.view import View
from assay.model.level import Level

UNMEASURED = "unmeasured"
"""The column that tells, of each row, which metrics could not be measured, and why."""

SHOWN_FAILURES = 100


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that a metric could not measure, and why."""

    level: Level
    id: int
    metric: str
    reason: str


@dataclass
class _Sheet:
    """The columns of one level; `failures` by row, then by metric."""

    columns: dict[str, pa.Array] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)
    failures: dict[int, dict[str, str]] = field(default_factory=dict)


class Measured:
    """New values of the rows of `view`, by level."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._sheets: dict[Level, _Sheet] = {}

    def put(self, step: Step, columns: Mapping[str, pa.Array]) -> None:
        """The values of a step, for every row of its level."""
        sheet = self._sheets.setdefault(step.level, _Sheet())
        sheet.columns.update(columns)
        sheet.slugs.add(step.metric.slug)

    def fail(self, level: Level, failures: Mapping[int, Mapping[str, str]]) -> None:
        """Why some rows have no value, by row and metric."""
        kept = self._sheets.setdefault(level, _Sheet()).failures
        for row, told in failures.items():
            kept.setdefault(row, {}).update(told)

    def columns(self) -> Iterator[tuple[Level, Mapping[str, pa.Array]]]:
        """The new columns so far, by level."""
        for level, sheet in self._sheets.items():
            yield level, sheet.columns

    def tables(self) -> Iterator[tuple[Level, pa.Table]]:
        """Per level the id, the new columns, and the reasons: those of other metrics stand as they were."""
        for level, sheet in self._sheets.items():
            if sheet.columns:
                ids = pa.array(ids_of(self._view, level))
                yield level, pa.table({"id": ids, **sheet.columns, UNMEASURED: self._reasons(level, sheet)})

    def count(self, level: Level) -> int:
        """How many rows a level has."""
        return len(ids_of(self._view, level))

    def failures(self) -> Iterator[Failure]:
        """Every item that could not be measured."""
        for level, sheet in self._sheets.items():
            ids = ids_of(self._view, level)
            for row, told in sheet.failures.items():
                for slug, reason in told.items():
                    yield Failure(level, int(ids[row]), slug, reason)

    def _reasons(self, level: Level, sheet: _Sheet) -> pa.Array:
        rows = self._view.images.rows if level is Level.IMAGE else self._view.objects(level).rows
        stood = rows.column(UNMEASURED).to_pylist() if UNMEASURED in rows.column_names else [None] * rows.num_rows
        for row in sheet.failures.keys() | {row for row, text in enumerate(stood) if text}:
            stood[row] = without(stood[row], sheet.slugs, told=sheet.failures.get(row, {}))
        return pa.array(stood, pa.string())


def ids_of(view: View, level: Level) -> Ids:
    """The ids of the rows of a level, in the order of their values."""
    return np.asarray(view.images.id if level is Level.IMAGE else view.objects(level).id)


def without(text: str | None, slugs: Collection[str], *, told: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """The reasons in a value of `unmeasured`, less those of the metrics `slugs`, and with those in `told`."""
    kept = {slug: why for slug, why in json.loads(text or "{}").items() if slug not in slugs} | dict(told)
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else None
