"""Sheets of registered images, labels and predictions: from ids to one picture, never from a path."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread
from typing import Literal, TypeAlias

import numpy as np

from assay.arrays import Ids
from assay.media.sheets import Sheet, Sheets, Tile
from assay.model.level import Level
from assay.server.sheet_stock import SheetStock, Wanted
from assay.server.sheet_tiles import tiles_of
from assay.store.store import Store

SheetLevel: TypeAlias = Literal[Level.IMAGE, Level.ANNOTATION, Level.PREDICTION]
"""The levels whose rows have a picture."""

_WALLS = 4  # that are remembered
_AHEAD = 512  # tiles behind those just asked for that are made beforehand
_AT_ONCE = 16
_CALM = 1.5  # seconds after a wall or a sheet was asked for, in which nothing is made for the stock
_BREATH = 0.1  # seconds: who opened a wall asks for its first sheets at once, and need not share the processor


@dataclass(frozen=True, slots=True)
class Look:
    """How tiles are cut: `side` in pixels, and the margin as a share of a box's longer side."""

    side: int = 96
    context: float = 0.25

    @classmethod
    def last(cls, file: Path) -> Look:
        """What `remember` wrote; the usual look where it wrote nothing."""
        with suppress(OSError, ValueError):
            side, context = file.read_text("ascii").split()
            return cls(int(side), float(context))
        return cls()

    def remember(self, file: Path) -> None:
        """Note it for the next server: what is made before anybody looks is then cut as it will be asked for."""
        with suppress(OSError):  # a cache that cannot write is only slow
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{self.side} {self.context}", "ascii")


class SheetGallery:
    """Makes sheets of rows, and beforehand the tiles that a person who scrolls a wall comes to next.

    While nobody looks, all other tiles of the dataset are made, for the walls that will be opened; see `SheetStock`.
    """

    def __init__(self, store: Store, *, cache: Path, limit: int, calm: float = _CALM) -> None:
        self._store = store
        self._sheets = Sheets(cache, limit=limit)
        self._stock = SheetStock(store, self._sheets, calm=self._wait_for_calm)
        self._calm, self._asked, self._is_closed = calm, time.monotonic(), False
        self._walls: deque[tuple[SheetLevel, Ids]] = deque(maxlen=_WALLS)
        self._look_file = cache / "look"
        self._look = Look.last(self._look_file)
        self._changed = Condition()
        self._asking = 0  # sheets that somebody waits for: what is made beforehand gives way to them
        self._ahead: tuple[SheetLevel, Ids] | None = None
        self._thread: Thread | None = None

    def tiles(self, level: SheetLevel, ids: Sequence[int], look: Look) -> list[Tile | None]:
        """A tile for each row, None for one that is not there, or whose image has no file."""
        return tiles_of(self._store.snapshot(), level, np.asarray(ids, np.int64), context=look.context)

    def sheet(self, tiles: Sequence[Tile | None], look: Look) -> Sheet:
        """The sheet of these tiles."""
        with self._changed:
            self._asking += 1
        try:
            return self._sheets.sheet(tiles, side=look.side)
        finally:
            with self._changed:
                self._asking -= 1
                self._asked = time.monotonic()
                self._changed.notify_all()

    def opened(self, level: SheetLevel, ids: Ids, look: Look | None = None) -> None:
        """A wall of these rows was opened: its first tiles are made, as they were last looked at. Returns at once.

        look : how they will be looked at, where that is known.
        """
        self._take_over(look or self._look)
        with self._changed:
            self._asked = time.monotonic()
            self._walls = deque((wall for wall in self._walls if wall[1] is not ids), maxlen=_WALLS)
            self._walls.append((level, ids))
            self._send_ahead(level, ids[:_AHEAD])

    def looked_at(self, level: SheetLevel, ids: Sequence[int], look: Look) -> None:
        """A sheet of these rows was asked for: the tiles behind them on their wall are made. Returns at once."""
        if not ids:
            return
        self._take_over(look)
        with self._changed:
            for known, wall in reversed(self._walls):
                at = np.flatnonzero(wall == ids[-1])
                if known == level and len(at):
                    self._send_ahead(level, wall[at[0] + 1 : at[0] + 1 + _AHEAD])
                    return

    def fill(self, dataset: int, level: SheetLevel, run: int | None) -> None:
        """Make all tiles of a dataset's level (of a run's predictions) in the end, as was last looked. At once back."""
        look = self._look
        self._stock.want(Wanted(dataset, level, run, look.side, look.context))

    def close(self) -> None:
        """Make nothing beforehand any more."""
        with self._changed:
            self._is_closed, self._ahead = True, None
            self._changed.notify_all()

    def _take_over(self, look: Look) -> None:
        with self._changed:
            if look == self._look:
                return
            self._look = look
        look.remember(self._look_file)

    def _wait_for_calm(self) -> bool:
        """Wait until nobody asked for anything for a while; False once closed."""
        with self._changed:
            while not self._is_closed:
                left = self._asked + self._calm - time.monotonic()
                if left <= 0 and not self._asking and self._ahead is None:
                    return True
                self._changed.wait(max(left, _BREATH))
            return False

    def _send_ahead(self, level: SheetLevel, ids: Ids) -> None:
        if self._is_closed:
            return
        self._ahead = (level, ids)
        self._changed.notify_all()
        if self._thread is None:
            self._thread = Thread(target=self._go_ahead, name="sheets-ahead", daemon=True)
            self._thread.start()

    def _go_ahead(self) -> None:
        """Make tiles beforehand, a few at a time, while nobody waits for a sheet; end when there is nothing to do."""
        time.sleep(_BREATH)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: not self._asking)
                if self._ahead is None or not len(self._ahead[1]):
                    self._ahead = self._thread = None
                    return
                level, ids = self._ahead
                self._ahead, look = (level, ids[_AT_ONCE:]), self._look
            with suppress(Exception):  # made when asked for at the latest, and told then what is wrong
                self._sheets.warm(self.tiles(level, ids[:_AT_ONCE].tolist(), look), side=look.side)


def tag_of(tiles: Sequence[Tile | None], look: Look) -> str:
    """What changes whenever the sheet of these tiles would."""
    keys = b"".join(b"\0" * 16 if tile is None else tile.key(look.side) for tile in tiles)
    return hashlib.blake2b(keys, digest_size=16).hexdigest()
