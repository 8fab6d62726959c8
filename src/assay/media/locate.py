"""Find the file of an image inside the folder it was registered under, and nowhere else."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath, PureWindowsPath

from assay.errors import MediaForbidden, MediaMissing


def locate(root: Path, path: str) -> Path:
    """The existing file at `path` (with forward slashes) inside `root`, with every link resolved.

    Raises
    ------
    MediaForbidden : the path is absolute, climbs out with `..`, names a drive, a share or a URL, or is a link
        that leads outside `root`. Raised whether or not the file exists, so that nothing can be probed.
    MediaMissing : it lies inside, and there is no such file.
    """
    return Locator(root).locate(path)


class Locator:
    """Finds many files of one folder as `locate` does, and follows each folder on the way once.

    What was a folder then may be a link now: keep it for one answer, not for longer.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._real = root.resolve()
        self._folders: dict[str, str | None] = {}

    def locate(self, path: str) -> Path:
        """The file at `path`; raises as `locate` does."""
        check_inside(path)
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            self._folders[folder] = self._folder(folder)
        real = self._folders[folder]
        if real is not None and name not in {"", "."}:
            found = os.path.join(real, name)
            if _is_plain_file(found):
                return Path(found)
        return self._followed(path)

    def _folder(self, folder: str) -> str | None:
        """The folder with every link resolved; None where that is not inside."""
        try:
            found = (self._real / folder).resolve()
        except (OSError, RuntimeError):
            return None
        return str(found) if found.is_relative_to(self._real) else None

    def _followed(self, path: str) -> Path:
        try:
            found = (self._real / path).resolve()
        except (OSError, RuntimeError) as reason:  # a link that points at itself
            raise MediaForbidden(
                f"The path {path!r} cannot be followed.", hint="It may be a loop of links."
            ) from reason
        if not found.is_relative_to(self._real):
            raise MediaForbidden(
                f"The path {path!r} leads outside its image folder.",
                hint="Import the folder that really holds the file.",
            )
        if not found.is_file():
            raise MediaMissing(f"There is no file {path!r} in {str(self._root)!r}.", hint="Was it moved or renamed?")
        return found


def _is_plain_file(path: str) -> bool:
    """Whether it is a file itself, and no link to one."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


_ODD = frozenset("\\:\0")
"""Without these no path has a drive, a share, a scheme or an end before its end."""


def check_inside(path: str) -> None:
    """Raise `MediaForbidden` unless `path` is plain and relative on every system: no root, drive, `..` or URL."""
    if path and path[0] != "/" and ".." not in path and not _ODD.intersection(path):
        return  # as nearly all are
    windows = PureWindowsPath(path)
    plain = (
        path != ""
        and "\0" not in path
        and "://" not in path
        and not PurePosixPath(path).is_absolute()
        and not windows.drive
        and not windows.root
        and ".." not in PurePosixPath(path).parts
        and ".." not in windows.parts
    )
    if not plain:
        raise MediaForbidden(
            f"The path {path!r} is not inside an image folder.",
            hint="Only a relative path with forward slashes is taken, without '..', a drive or a scheme.",
        )
