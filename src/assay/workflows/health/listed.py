"""How many rows each of several queries lists, and the first few of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assay.model.level import Level
from assay.query.check import check
from assay.query.parse import parse
from assay.query.tally import tally
from assay.schema.scope import Scope
from assay.store.snapshot import Snapshot
from assay.workflows.explore.catalog import catalog_of

_parsed = lru_cache(maxsize=256)(parse)  # the texts of checks stay the same from one report to the next

QUERIES_AT_ONCE = 60
"""How many queries are answered in one pass: enough for every check, and no statement grows without bound."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a query lists: how many of how many rows, and the ids of the first few."""

    count: int
    total: int
    first: tuple[int, ...]


def listed(
    snapshot: Snapshot, scope: Scope, level: Level, queries: Sequence[tuple[str, str | None]], *, first: int = 0
) -> list[Listed]:
    """What each query lists at `level`, in few passes; a query stands with the field that puts its first rows first.

    Raises
    ------
    QueryError : a query is wrong.
    """
    found = _tallied(snapshot, scope, level, queries, first=0)
    if first:  # finding the first rows costs more than counting, and most checks list nothing
        some = [at for at, one in enumerate(found) if one.count]
        for at, one in zip(
            some, _tallied(snapshot, scope, level, [queries[at] for at in some], first=first), strict=True
        ):
            found[at] = one
    return found


def _tallied(
    snapshot: Snapshot, scope: Scope, level: Level, queries: Sequence[tuple[str, str | None]], *, first: int
) -> list[Listed]:
    found: list[Listed] = []
    catalog = catalog_of(snapshot, scope.dataset_id)
    for at in range(0, len(queries), QUERIES_AT_ONCE):
        asked = [(check(_parsed(text), catalog, level), sort) for text, sort in queries[at : at + QUERIES_AT_ONCE]]
        row = snapshot.query(tally(asked, level=level, scope=scope, catalog=catalog, first=first)).to_pylist()[0]
        found += [Listed(row[f"count_{k}"], row["total"], tuple(row[f"first_{k}"])) for k in range(len(asked))]
    return found
