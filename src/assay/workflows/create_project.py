"""Make a new, empty project."""

from __future__ import annotations

from pathlib import Path

from assay.store.store import Store


def create_project(path: Path) -> Store:
    """A new project folder at `path`, opened; raise `ProjectExists` when one stands there already."""
    return Store.create(path)


def open_or_create(path: Path) -> Store:
    """The project at `path`, made first when there is none."""
    return Store.open(path) if path.exists() else Store.create(path)
