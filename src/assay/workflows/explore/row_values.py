"""What some rows have in some fields: a few rows on a screen, many fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from assay.arrays import Ids
from assay.model.level import Level
from assay.query.values import select_columns
from assay.store.snapshot import Snapshot
from assay.workflows.explore.search import ask

RowValue: TypeAlias = float | str | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class RowValues:
    """The values of each field for the rows `ids`, in order of id; None where a row has none; classes by their ids."""

    ids: Ids
    values: dict[str, list[RowValue]]


def row_values(
    snapshot: Snapshot,
    *,
    level: Level,
    ids: Sequence[int],
    fields: Sequence[str],
    dataset: str | int | None = None,
    run: str | int | None = None,
) -> RowValues:
    """The values of `fields` for these rows; ids that are no rows of the level are left out.

    Raises
    ------
    QueryError : there is no such field, or it has many values per row.
    """
    if not ids or not fields:
        return RowValues(np.empty(0, np.int64), {field: [] for field in fields})
    question = ask(snapshot, f"id in ({', '.join(map(str, ids))})", level=level, dataset=dataset, run=run)
    asked = select_columns(
        question.checked, level=level, scope=question.scope, catalog=question.catalog, fields=["id", *fields]
    )
    found = snapshot.query(asked).sort_by("value_0")
    values = {field: found.column(f"value_{at}").to_pylist() for at, field in enumerate(fields, 1)}
    return RowValues(np.asarray(found.column("value_0"), np.int64), values)
