"""`project.versions`."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from assay.model.change import Change
from assay.model.version import Version
from assay.sdk.session import Session
from assay.workflows.versions.diff_versions import VersionDiff, diff_versions
from assay.workflows.versions.restore_version import restore_version
from assay.workflows.versions.state_hash import state_hash
from assay.workflows.versions.versions import NOW, branch_version, delete_version, open_version, save_version


class Versions:
    """States of the project kept under a name: to look at, to compare with, to go back to.

    >>> project = assay.open("my.assay")
    >>> project.versions.save("v1", note="as delivered").name
    'v1'
    >>> project.versions.diff("v1").is_empty
    True
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> list[Version]:
        """Every version, oldest first."""
        return list(self._session.store.snapshot().versions())

    def save(self, name: str, *, note: str = "") -> Version:
        """Keep the project as it stands; nothing is copied.

        Raises
        ------
        VersionInvalid : it is not 1 to 200 characters that print, is "now" or "imported", or another version has it.
        """
        return save_version(self._session.store, name, note=note, author=self._session.author)

    def delete(self, name: str) -> Version:
        """Let a version go; raise `NotFound` when there is none of that name."""
        return delete_version(self._session.store, name)

    def diff(self, before: str, after: str = NOW) -> VersionDiff:
        """What differs in the dataset from one version to another, or to now.

        Raises
        ------
        NotFound : there is no such version.
        VersionInvalid : an older Assay kept it; branch from it.
        """
        session = self._session
        sides = [open_version(session.store, name) for name in (before, after)]
        try:
            return diff_versions(sides[0].snapshot(), sides[1].snapshot(), dataset=session.dataset)
        finally:
            for side in sides:
                if side is not session.store:
                    side.close()

    def restore(self, name: str, *, reason: str = "") -> Change:
        """Make the project what the version kept, as one change that can be undone.

        Raises
        ------
        NotFound : there is no such version.
        EditInvalid : nothing differs.
        """
        session = self._session
        return session.follow(restore_version(session.store, name, by=session.sign(reason)))

    def branch(self, name: str, to: str | PathLike[str]) -> Path:
        """Make a project of its own at `to` that stands as the version does, journal and undo included.

        Raises
        ------
        NotFound : there is no such version.
        ProjectExists : something stands at `to` already.
        """
        return branch_version(self._session.store, name, Path(to))

    def hash(self) -> str:
        """One digest of all that people say in the project as it stands; equal states have equal digests."""
        return state_hash(self._session.store.snapshot()).total
