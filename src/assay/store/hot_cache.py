"""Which columns are hot: a bounded cache shared by all snapshots of a store, the least used columns leaving first."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from lance import LanceDataset

from assay.schema.table import Table
from assay.store import hot
from assay.store.filters import quoted
from assay.store.hot import HotTable

BUDGET_BYTES = 1 << 30
"""How much memory hot columns may take."""

EAGER_ROWS = 1_000_000
"""Columns of tables up to this size become hot when first asked for, those of larger ones the second time: reading
them then costs more than one query, and a command that asks once and ends must not pay for it."""

WIDE = frozenset(
    {
        "segmentation",
        "keypoints",
        "attributes",
        "metadata",
        "extra",
        "probabilities",
        "unmeasured",
        "evidence",
        "suggestion",
    }
)
"""Columns that only a query that tests them makes hot; whoever just reads rows finds them by id."""


class HotSource(Protocol):
    """Where the view of a table gets hot columns from."""

    def get(self, table: Table, dataset: LanceDataset, names: Sequence[str]) -> HotTable | None:
        """A hot table at the version of `dataset` that has at least the columns `names`; None when not to be had."""
        ...

    def is_small(self, dataset: LanceDataset) -> bool:
        """Whether all narrow columns of the table may become hot at once."""
        ...

    def is_empty(self, table: Table, dataset: LanceDataset, name: str) -> bool:
        """Whether no row has a value in this column: then it takes no room, however wide its values would be."""
        ...


@dataclass
class _Shelf:
    """One table's place in the cache."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    hot: HotTable | None = None
    asked: set[str] = field(default_factory=set)
    used: dict[str, int] = field(default_factory=dict)
    empty: dict[tuple[int, str], bool] = field(default_factory=dict)


class HotCache:
    """Hands out hot tables. Safe to share between threads; a thread waits only for columns of the same table."""

    def __init__(self, tables: Sequence[str], *, budget: int = BUDGET_BYTES, eager_rows: int = EAGER_ROWS) -> None:
        self._budget, self._eager_rows = budget, eager_rows
        self._shelves = {name: _Shelf() for name in tables}
        self._clock = count()

    def get(self, table: Table, dataset: LanceDataset, names: Sequence[str]) -> HotTable | None:
        """A hot table at the version of `dataset` that has at least the columns `names`.

        None when they are not to be had: too large, asked for only once yet, or of a version that is gone by.
        """
        shelf = self._shelves[table.name]
        with shelf.lock:
            if not self._turn_to(shelf, table, dataset, names) or shelf.hot is None:
                return None
            missing = [name for name in names if name not in shelf.hot.columns]
            if missing:
                if not self._has_room(shelf.hot, dataset, missing):
                    return None
                shelf.hot = hot.load(shelf.hot, dataset, missing)
            now = next(self._clock)
            shelf.used.update(dict.fromkeys(names, now))
            found = shelf.hot
        if missing:
            self._shrink()
        return found

    def is_small(self, dataset: LanceDataset) -> bool:
        """Whether all narrow columns of the table may become hot at once."""
        return bool(dataset.count_rows() <= self._eager_rows)

    def is_empty(self, table: Table, dataset: LanceDataset, name: str) -> bool:
        """Whether no row has a value in this column: then it takes no room, however wide its values would be."""
        shelf, version = self._shelves[table.name], int(dataset.version)
        with shelf.lock:
            if (version, name) not in shelf.empty:
                shelf.empty = {key: told for key, told in shelf.empty.items() if key[0] == version}
                shelf.empty[version, name] = dataset.count_rows(filter=f"{quoted(name)} IS NOT NULL") == 0
            return shelf.empty[version, name]

    def clear(self) -> None:
        """Let all columns go."""
        for shelf in self._shelves.values():
            with shelf.lock:
                shelf.hot = None

    def _turn_to(self, shelf: _Shelf, table: Table, dataset: LanceDataset, names: Sequence[str]) -> bool:
        """Bring the shelf to the version of `dataset`; False when it is to be left alone."""
        version = int(dataset.version)
        if shelf.hot is not None and shelf.hot.version > version:
            return False  # an old snapshot reads directly, rather than throw away what the others use
        if shelf.hot is not None and shelf.hot.version < version:
            shelf.hot = hot.patch(shelf.hot, dataset)
        if not self._is_wanted(shelf, dataset, names):
            return False
        if shelf.hot is None:
            shelf.hot = hot.begin(table, dataset)
        return True

    def _is_wanted(self, shelf: _Shelf, dataset: LanceDataset, names: Sequence[str]) -> bool:
        present = shelf.hot.columns if shelf.hot is not None else {}
        unseen = [name for name in names if name not in present and name not in shelf.asked]
        shelf.asked.update(names)
        return not unseen or dataset.count_rows() <= self._eager_rows

    def _has_room(self, table: HotTable, dataset: LanceDataset, names: Sequence[str]) -> bool:
        # Half of the budget at most for what one query adds, so that tables do not drive each other out in turns.
        return table.length * hot.row_bytes(dataset, names) <= self._budget / 2

    def _shrink(self) -> None:
        while self._size() > self._budget:
            oldest = min(
                ((shelf.used.get(name, -1), shelf, name) for shelf, name in self._evictable()),
                key=lambda entry: entry[0],
                default=None,
            )
            if oldest is None:
                return
            _, shelf, name = oldest
            with shelf.lock:
                if shelf.hot is not None:
                    shelf.hot = shelf.hot.without(name)

    def _evictable(self) -> list[tuple[_Shelf, str]]:
        found = []
        for shelf in self._shelves.values():
            table = shelf.hot  # read once: another thread may replace it
            if table is not None:
                found += [(shelf, name) for name in table.columns if name not in {table.table.key, "deleted"}]
        return found

    def _size(self) -> int:
        hots = [shelf.hot for shelf in self._shelves.values()]
        return sum(int(column.nbytes) for table in hots if table is not None for column in table.columns.values())
