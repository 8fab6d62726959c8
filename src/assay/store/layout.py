"""The project folder: which file lies where, and the little file that says it is a project.

A project `my.assay/` has:

- `assay.toml`: format version and identity of the project
- `ledger.sqlite`: small rows: heads, datasets, classes, runs, evaluations, segments, changes
- `reviews.sqlite`: what people said in reviews, before it is applied; made by the first review
- `images.lance/` and so on: bulk rows, one folder per table of `schema/tables.py`
- `vectors/`: one Lance table per embedding, and what embedders learned as .npz
- `cache/`: thumbnails, what searches learned; may be deleted at any time
- `write.lock`: held by the one process that writes
"""

from __future__ import annotations

import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path

from assay.errors import ProjectDamaged, ProjectNotFound

FORMAT = 1
"""The version of the folder layout that this code writes."""


MARKER = "assay.toml"
"""The file that makes a folder a project."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths inside one project folder."""

    folder: Path

    @property
    def marker(self) -> Path:
        """The file that makes a folder a project."""
        return self.folder / MARKER

    @property
    def ledger(self) -> Path:
        """The SQLite file."""
        return self.folder / "ledger.sqlite"

    @property
    def reviews(self) -> Path:
        """The SQLite file of reviews."""
        return self.folder / "reviews.sqlite"

    @property
    def lock(self) -> Path:
        """The file whose lock a writer holds."""
        return self.folder / "write.lock"

    @property
    def cache(self) -> Path:
        """The folder of files that can be made again."""
        return self.folder / "cache"

    def table(self, name: str) -> Path:
        """The folder of a Lance table."""
        return self.folder / f"{name}.lance"

    def write_marker(self) -> str:
        """Write `assay.toml` with a new identity; return the identity."""
        identity = uuid.uuid4().hex
        self.marker.write_text(
            f'# This folder is an Assay project. Open it with `assay serve`.\nformat = {FORMAT}\nid = "{identity}"\n',
            encoding="utf-8",
        )
        return identity

    def read_marker(self) -> str:
        """The identity of the project.

        Raises
        ------
        ProjectNotFound : the folder is not there, or is not a project.
        ProjectDamaged : the marker cannot be read, or a newer Assay wrote it.
        """
        try:
            text = self.marker.read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            raise ProjectNotFound(
                f"There is no project at {self.folder}.", hint=f"Make one with `assay create {self.folder}`."
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise ProjectDamaged(f"{self.marker} cannot be read: {error}.", hint="Restore it from a backup.") from error
        try:
            content = tomllib.loads(text)
            version, identity = int(content["format"]), str(content["id"])
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            raise ProjectDamaged(
                f"{self.marker} is not a project file: {error}.", hint="Restore it from a backup."
            ) from error
        if version > FORMAT:
            raise ProjectDamaged(
                f"{self.folder} has format {version}; this version of Assay reads up to {FORMAT}.",
                hint="Install a newer version of Assay.",
            )
        return identity
