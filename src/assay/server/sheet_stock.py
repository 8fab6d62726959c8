"""Tiles in stock: those of all rows of a dataset, so that a wall that nobody saw before needs no image either."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread

import numpy as np

from assay.arrays import Ids
from assay.jobs.gently import Gently
from assay.jobs.pool import run_tasks
from assay.media.sheets import Batch, Sheets, make_tiles
from assay.model.level import Level
from assay.server.sheet_tiles import tiles_of
from assay.store.filters import Where
from assay.store.store import Store
from assay.workflows.explore.search import TABLE_OF

_AT_ONCE = 128  # tiles
_LARGEST = 1 << 20  # bytes that so many tiles may take


@dataclass(frozen=True, slots=True)
class Wanted:
    """The rows whose tiles are made: of one level of a dataset, of predictions those of `run`; and how they are cut."""

    dataset: int
    level: Level
    run: int | None
    side: int
    context: float


class SheetStock:
    """Makes tiles that nobody asked for yet, as long as none that is kept has to go for them.

    It is done image by image, in a process of its own that leaves the processor to everybody else, and between two
    steps `calm` waits until nobody looks at a wall; False ends it.
    """

    def __init__(self, store: Store, sheets: Sheets, *, calm: Callable[[], bool]) -> None:
        self._store, self._sheets, self._calm = store, sheets, calm
        self._wanted: Wanted | None = None  # the last that was asked for
        self._thread: Thread | None = None
        self._lock = Lock()

    def want(self, wanted: Wanted) -> None:
        """Ask for these tiles in place of what was asked for before. Returns at once."""
        with self._lock:
            if wanted == self._wanted:
                return
            self._wanted = wanted
            if self._thread is None:
                self._thread = Thread(target=self._work, name="sheets-stock", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        done: Wanted | None = None
        while True:
            with self._lock:
                wanted = self._wanted
                if wanted is None or wanted == done:
                    self._thread = None
                    return
            with suppress(Exception):  # made when asked for at the latest, and told then what is wrong
                self._make(wanted)
            done = wanted

    def _make(self, wanted: Wanted) -> None:
        for done in run_tasks(Gently(make_tiles), self._batches(wanted), processes=1):
            if done.result is not None:  # a file may have taken the process down
                self._sheets.keep(done.result)

    def _batches(self, wanted: Wanted) -> Iterator[Batch]:
        """What lacks a tile, a few at a time."""
        ids = self._ids(wanted)
        for start in range(0, len(ids), _AT_ONCE):
            if not self._calm() or self._wanted != wanted or not self._sheets.has_room(_LARGEST):
                return
            part = ids[start : start + _AT_ONCE]
            tiles = tiles_of(self._store.snapshot(), wanted.level, part, context=wanted.context)
            lacking = self._sheets.lacking(tiles, side=wanted.side)
            if lacking:
                yield Batch(tuple(lacking), wanted.side)

    def _ids(self, wanted: Wanted) -> Ids:
        """The rows that are wanted, image by image."""
        of_image = "id" if wanted.level is Level.IMAGE else "image_id"
        where: Where = {"dataset_id": wanted.dataset}
        if wanted.level is Level.PREDICTION and wanted.run is not None:
            where = {**where, "run_id": wanted.run}
        rows = self._store.snapshot().rows(TABLE_OF[wanted.level], columns=("id", of_image), where=where)
        ids = np.asarray(rows["id"].to_numpy(), np.int64)
        return ids[np.argsort(rows[of_image].to_numpy(), kind="stable")]
