"""Keep the state of a project under a name: save, list, open, delete, branch."""

from __future__ import annotations

from pathlib import Path

from assay.errors import VersionInvalid
from assay.model.version import Version
from assay.store.branch import branch
from assay.store.store import Store
from assay.store.version_store import VersionStore
from assay.workflows.names import checked_name
from assay.workflows.versions.state_hash import state_hash

NOW = "now"
"""What stands for the project as it is, where a version is named; no version has this name."""

IMPORTED = "imported"
"""What stands for the labels before any edit, where a state of them is named; no version has this name."""

_TAKEN = frozenset({NOW, IMPORTED, ".", ".."})
"""Names that mean something else: a state, or a step of a path."""


def _checked_name(name: str) -> str:
    """`name` as `checked_name` has it, and none that means something else."""
    found = checked_name(name, "version")
    if found in _TAKEN:
        raise VersionInvalid(
            f"A version cannot be named {found!r}.",
            hint="'now', 'imported', '.' and '..' mean something else: choose another name, such as v1.",
        )
    return found


def save_version(store: Store, name: str, *, note: str = "", author: str = "") -> Version:
    """Keep the project as it stands under `name`. Nothing is copied; its files stay as long as the version does.

    Raises
    ------
    NameInvalid : it is no name (see `checked_name`).
    VersionInvalid : the name means something else, or another version has it.
    """
    name = _checked_name(name)
    with store.writer() as writer:
        if any(version.name == name for version in writer.base.versions()):
            raise VersionInvalid(f"There is a version {name!r} already.", hint="Delete it, or choose another name.")
        digest = state_hash(writer.base).total
        return writer.save_version(name, note=note.strip(), author=author, digest=digest)


def delete_version(store: Store, name: str) -> Version:
    """Let a version go; the project itself stays as it is. Raise `NotFound` when there is none of that name."""
    with store.writer() as writer:
        version = writer.base.version(name)
        writer.delete_version(version)
        return version


def open_version(store: Store, name: str) -> Store:
    """The project as it was, read-only, or `store` itself for "now"; close what this opens.

    Raises
    ------
    NotFound : there is no such version.
    VersionInvalid : an older Assay kept it; branch from it.
    """
    if name == NOW:
        return store
    store.snapshot().version(name)  # a version knows those alone that were kept before it
    return VersionStore(store, name)


def branch_version(store: Store, name: str, to: Path) -> Path:
    """Make a project of its own at `to` that stands as the version does, journal and undo included.

    Raises
    ------
    NotFound : there is no such version.
    ProjectExists : something stands at `to` already.
    """
    target = Path(to).absolute()
    branch(store.path, store.snapshot().version(name), target)
    return target
