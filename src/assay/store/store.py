"""The door to a project: make it, open it, look at it, write to it."""

from __future__ import annotations

import os
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from assay.errors import ProjectBusy, ProjectDamaged, ProjectExists
from assay.model.version import Version
from assay.schema.tables import TABLES
from assay.store import heads
from assay.store.derived import Derived
from assay.store.durability import settle
from assay.store.full_disk import full_disk_told
from assay.store.hot_cache import HotCache
from assay.store.lake import Lake
from assay.store.layout import Layout
from assay.store.ledger import KNOWN, REVISION, Ledger
from assay.store.reviews import Reviews
from assay.store.select import Engine
from assay.store.snapshot import Snapshot
from assay.store.sources import Sources
from assay.store.writer import Writer

POLL_SECONDS = 0.005
"""How often a waiting writer looks whether the lock is free."""


class Store:
    """An open project. Safe to share between threads, and several processes may have it open at once.

    Readers take a `snapshot` and never wait. Writers are let in one at a time. A context manager.
    """

    version: Version | None = None
    """The version that this shows, where it is not the project as it is now."""

    def __init__(self, layout: Layout, ledger: Ledger, lake: Lake, *, identity: str) -> None:
        self.path = layout.folder
        self.reviews = Reviews(layout.reviews)
        self._layout, self._ledger, self._lake = layout, ledger, lake
        self._engine, self._cache, self._derived = Engine(), HotCache(list(TABLES)), Derived()
        self._sources = Sources(identity, self._lake, ledger, self._cache, self._engine, self._derived)
        self._latest: Snapshot | None = None
        self._on_close: list[Callable[[], None]] = []
        self._latest_lock = threading.Lock()

    @classmethod
    def create(cls, path: Path) -> Store:
        """A new, empty project at `path`.

        It is made beside `path` and then moved there, so that a project is there whole or not at all.

        Raises
        ------
        ProjectExists : a project, or a folder that is not empty, is there already.
        """
        path = Path(path).absolute()
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise ProjectExists(f"{path} is there already.", hint="Choose another name, or open it.")
        path.parent.mkdir(parents=True, exist_ok=True)
        building = Layout(path.parent / f".{path.name}.{uuid.uuid4().hex[:8]}.new")
        building.folder.mkdir()
        try:
            _build(building)
            settle(path for path in building.folder.rglob("*") if path.is_file())
            if path.exists():
                path.rmdir()
            os.rename(building.folder, path)
        except BaseException:
            shutil.rmtree(building.folder, ignore_errors=True)
            raise
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Store:
        """The project at `path`, brought up to date when an older Assay made it; to look at, where it is read-only.

        Raises
        ------
        ProjectNotFound : there is no project.
        ProjectDamaged : a part of it is missing or unreadable, or a newer Assay made it.
        ProjectReadOnly : an older Assay made it, and it cannot be written to.
        """
        layout = Layout(Path(path).absolute())
        identity = layout.read_marker()
        ledger, lake = Ledger(layout.ledger), Lake(layout)
        try:
            _bring_up_to_date(layout, ledger, lake)
            store = cls(layout, ledger, lake, identity=identity)
            store.snapshot().check()
        except BaseException:
            ledger.close()
            raise
        return store

    def snapshot(self) -> Snapshot:
        """The project as it is published now. Cheap: the same one is handed out until something is published."""
        with self._ledger.read() as connection:
            revision = heads.read_revision(connection)
        with self._latest_lock:
            if self._latest is None or self._latest.revision < revision:
                self._latest = Snapshot(self._sources)
            return self._latest

    @contextmanager
    def writer(self, *, timeout: float = 30) -> Iterator[Writer]:
        """The one writer of the project; waits up to `timeout` seconds for another to end.

        What it writes is published as a whole when the block ends, and never when it raises.

        Raises
        ------
        ProjectBusy : another writer, of any process or thread, held on for longer than `timeout`.
        ProjectReadOnly : the project's folder cannot be written to.
        ProjectUnreachable : the disk is full.
        """
        self._ledger.check_writable()
        # A lock object of its own for each writer: only then do two threads of one process exclude each other.
        lock = FileLock(self._layout.lock, timeout=timeout, poll_interval=POLL_SECONDS)
        try:
            lock.acquire()
        except Timeout:
            raise ProjectBusy(
                f"{self.path} is being written to by someone else for more than {timeout:g} s.",
                hint="Wait for the import or edit to end, then try again.",
            ) from None
        try:
            with full_disk_told(self.path), self._ledger.write() as connection:
                writer = Writer(self._lake, connection, self.snapshot())
                yield writer
                writer.publish()
            writer.clean()
        finally:
            lock.release()

    def on_close(self, call: Callable[[], None]) -> None:
        """Have `call` called before this store closes: by what leans on it."""
        self._on_close.append(call)

    def close(self) -> None:
        """Let files and memory go. Snapshots of this store cannot be used any more."""
        while self._on_close:
            self._on_close.pop()()
        self.reviews.close()
        self._derived.clear()
        self._cache.clear()
        self._engine.close()
        self._ledger.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _build(layout: Layout) -> None:
    from assay.store import migrations  # Alembic takes 0.3 s to load

    versions = Lake(layout).create()
    layout.cache.mkdir()
    ledger = Ledger(layout.ledger)
    try:
        migrations.upgrade(ledger.engine, REVISION)
        with ledger.write() as connection:
            heads.begin(connection, versions)
    finally:
        ledger.close()
    layout.write_marker()


def _bring_up_to_date(layout: Layout, ledger: Ledger, lake: Lake) -> None:
    found = ledger.revision()
    if found is None:
        raise ProjectDamaged(f"{layout.ledger} is empty.", hint="Restore it from a backup.")
    if found not in KNOWN:
        raise ProjectDamaged(
            f"The ledger of {layout.folder} stands at revision {found}; this version of Assay knows up to {REVISION}.",
            hint="Install a newer version of Assay.",
        )
    with ledger.read() as connection:
        if found == REVISION and not lake.is_behind(heads.read_heads(connection)):
            return
    ledger.check_writable()
    from assay.store import migrations  # Alembic takes 0.3 s to load

    with FileLock(layout.lock, timeout=60):
        migrations.upgrade(ledger.engine, REVISION)
        with ledger.write() as connection:
            standing = heads.read_heads(connection)
            altered = lake.catch_up(standing)
            new = {name: version for name, version in altered.items() if name not in standing}
            if new:
                heads.add_tables(connection, new)
            heads.publish(connection, altered)
