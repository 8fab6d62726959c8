"""Search: from a query text to a page of rows, a count, or ids."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.model.level import Level
from assay.query.check import Checked, check
from assay.query.pages import Cursor, count_rows, select_ids, select_page
from assay.query.parse import parse
from assay.schema.catalog import Catalog
from assay.schema.scope import Scope
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.explore.catalog import catalog_of, scope_of

_BESIDE = ThreadPoolExecutor(4, thread_name_prefix="total")

TABLE_OF = {
    Level.IMAGE: "images",
    Level.ANNOTATION: "annotations",
    Level.PREDICTION: "predictions",
    Level.ISSUE: "issues",
}
"""The table whose rows each level lists."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query text understood in one dataset: what it speaks about, and its checked form."""

    snapshot: Snapshot
    catalog: Catalog
    scope: Scope
    level: Level
    checked: Checked

    @property
    def canonical(self) -> str:
        """The query in its canonical form."""
        return self.checked.canonical


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search.

    `rows` are full rows of the level's table in the order asked, with the class name in a column `label` where
    rows have a class, and the value sorted by in `sort_value`. `next_cursor` continues behind the last row;
    None at the end.
    """

    rows: pa.Table
    total: int
    canonical: str
    next_cursor: str | None


def ask(
    snapshot: Snapshot,
    text: str = "",
    *,
    level: Level = Level.IMAGE,
    dataset: str | int | None = None,
    run: str | int | None = None,
) -> Question:
    """Understand `text` in `dataset` (the first when None) with the predictions of `run` (the newest when None).

    Raises
    ------
    QueryError : the text is wrong; its span says where.
    NotFound : there is no such dataset or run.
    """
    scope = scope_of(snapshot, dataset, run)
    catalog = catalog_of(snapshot, scope.dataset_id)
    return Question(snapshot, catalog, scope, level, check(parse(text), catalog, level))


def everything(snapshot: Snapshot, scope: Scope, level: Level) -> Question:
    """The question that lists all rows of a level."""
    catalog = catalog_of(snapshot, scope.dataset_id)
    return Question(snapshot, catalog, scope, level, check(parse(""), catalog, level))


def search(
    store: Store,
    text: str = "",
    *,
    level: Level = Level.IMAGE,
    dataset: str | int | None = None,
    run: str | int | None = None,
    sort: str | None = None,
    descending: bool = False,
    limit: int = 100,
    offset: int = 0,
    cursor: str | None = None,
) -> Page:
    """A page of the rows that `text` lists, in a stable order: by `sort`, ties by id, rows without a value last.

    Raises
    ------
    QueryError : the text, the sort field or the cursor is wrong.
    NotFound : there is no such dataset or run.
    """
    question = ask(store.snapshot(), text, level=level, dataset=dataset, run=run)
    return page_of(question, sort=sort, descending=descending, limit=limit, offset=offset, cursor=cursor)


def page_of(
    question: Question,
    *,
    sort: str | None = None,
    descending: bool = False,
    limit: int = 100,
    offset: int = 0,
    cursor: str | None = None,
) -> Page:
    """As `search`, for a question already understood."""
    total = _BESIDE.submit(total_of, question)  # the database leaves Python free while it counts
    found = question.snapshot.query(
        select_page(
            question.checked,
            level=question.level,
            scope=question.scope,
            catalog=question.catalog,
            sort=sort,
            descending=descending,
            limit=limit,
            offset=offset,
            after=Cursor.read(cursor) if cursor else None,
        )
    )
    ids = found.column("id").to_numpy()
    rows = question.snapshot.take(TABLE_OF[question.level], ids)
    rows = rows.append_column("sort_value", found.column("sort_value").combine_chunks())
    last = None
    if limit and len(ids) == limit:
        last = Cursor(found.column("sort_value")[-1].as_py(), int(ids[-1])).text()
    return Page(_with_class_names(rows, question), total.result(), question.canonical, last)


def total_of(question: Question) -> int:
    """How many rows the question lists."""
    counted = question.snapshot.query(count_rows(question.checked, level=question.level, scope=question.scope))
    return int(counted.column("count")[0].as_py())


def count(
    store: Store,
    text: str = "",
    *,
    level: Level = Level.IMAGE,
    dataset: str | int | None = None,
    run: str | int | None = None,
) -> int:
    """How many rows `text` lists."""
    return total_of(ask(store.snapshot(), text, level=level, dataset=dataset, run=run))


def matching_ids(
    store: Store,
    text: str = "",
    *,
    level: Level = Level.IMAGE,
    dataset: str | int | None = None,
    run: str | int | None = None,
) -> NDArray[np.int64]:
    """(n,) int64: ids of all rows that `text` lists, ascending."""
    return ids_of(ask(store.snapshot(), text, level=level, dataset=dataset, run=run))


def ids_of(question: Question) -> NDArray[np.int64]:
    """(n,) int64: ids of all rows that the question lists, ascending."""
    found = question.snapshot.query(select_ids(question.checked, level=question.level, scope=question.scope))
    ids: NDArray[np.int64] = found.column("id").to_numpy()
    return ids


def _with_class_names(rows: pa.Table, question: Question) -> pa.Table:
    if "category_id" not in rows.column_names:
        return rows
    ids = pa.array([id for id, _ in question.catalog.classes], pa.int32())
    names = pa.array([name for _, name in question.catalog.classes], pa.string())
    at = pc.index_in(rows.column("category_id").combine_chunks(), value_set=ids)
    return rows.append_column("label", names.take(at))
