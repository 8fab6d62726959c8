"""A version opened: every read works on it, nothing can be written to it."""

from __future__ import annotations

from typing import NoReturn

from assay.errors import VersionInvalid, VersionReadOnly
from assay.model.version import Version
from assay.store import versions
from assay.store.lake import Lake
from assay.store.layout import Layout
from assay.store.ledger import Ledger
from assay.store.nouns import find
from assay.store.snapshot import Snapshot
from assay.store.standing import standing_at
from assay.store.store import Store


class VersionStore(Store):
    """A project as one of its versions keeps it. Safe to share between threads; a context manager.

    Raises
    ------
    NotFound : there is no version of that name; the hint has the near ones.
    VersionInvalid : an older Assay kept it, whose tables lack what this one reads.
    """

    def __init__(self, project: Store, name: str) -> None:
        layout = Layout(project.path)
        ledger, lake = Ledger(layout.ledger), Lake(layout)
        with ledger.read() as connection:
            version = find(versions.read_versions(connection), name, what="version")
            standing = standing_at(connection, version)
        if lake.is_behind(standing.heads):
            ledger.close()
            raise VersionInvalid(
                f"An older Assay kept the version {name!r}, whose tables lack columns.",
                hint=f"`assay version {project.path.name} branch {name} --to FOLDER` brings it up to date.",
            )
        # Another identity: what is cached of the project as it is now must never answer for this.
        super().__init__(layout, ledger, lake, identity=f"{layout.read_marker()}.{version.id}")
        self.version: Version = version
        self._pinned = Snapshot(self._sources, standing)

    def snapshot(self) -> Snapshot:
        """The project as it was; always the same one."""
        return self._pinned

    def writer(self, *, timeout: float = 30) -> NoReturn:  # noqa: ARG002 - that of every store
        """Nobody writes here.

        Raises
        ------
        VersionReadOnly : always.
        """
        raise read_only(self.version)


def read_only(version: Version) -> VersionReadOnly:
    """What who would write to a version is told."""
    return VersionReadOnly(
        f"This is the version {version.name!r}, which never changes.",
        hint="Edit the project as it is now, restore this version, or branch from it.",
    )
