"""Finds where the image files lie that a label file only names.

A name may carry folders, back-slashes and a drive of the machine it was made on. It is looked up below a few likely
folders, first as it stands, then with leading folders taken off one by one. Nothing outside these folders is found.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

IMAGE_SUFFIXES = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".png",
        ".bmp",
        ".gif",
        ".tif",
        ".tiff",
        ".webp",
        ".jfif",
        ".jpe",
        ".ppm",
        ".pgm",
        ".avif",
        ".jp2",
    }
)
"""File names that end so are images."""


def is_image_name(name: str) -> bool:
    """Whether a file of this name is an image, by its suffix; hidden files are not."""
    return os.path.splitext(name)[1].lower() in IMAGE_SUFFIXES and not name.startswith(".")


def plain_name(name: str) -> str:
    r"""`name` with forward slashes, without drive, leading slash, `.` and `..`: always a path *below* something.

    >>> plain_name("C:\\photos\\day 1\\a.jpg"), plain_name("../x/./b.png")
    ('photos/day 1/a.jpg', 'x/b.png')
    """
    name = name.replace("\\", "/").replace("\0", "")
    if len(name) > 1 and name[1] == ":" and name[0].isalpha():
        name = name[2:]
    if name.startswith("file://"):
        name = name[len("file://") :]
    return "/".join(part for part in name.split("/") if part not in ("", ".", ".."))


class ImageFolders:
    """Folders in which images may lie, most likely first. Listings are read once per folder."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = [str(folder) for folder in dict.fromkeys(folders) if folder.is_dir()]
        self._listings: dict[str, frozenset[str]] = {}
        self._places: dict[str, str] = {}

    def find(self, names: Sequence[str]) -> list[str | None]:
        """The path of each file name; None for those that lie in none of the folders."""
        return [self._find(plain_name(name)) for name in names]

    def _find(self, name: str) -> str | None:
        parent, _, file = name.rpartition("/")
        known = self._places.get(parent)
        if known is not None and file in self._listing(known):
            return f"{known}/{file}"
        parts = PurePosixPath(parent).parts
        for start in range(len(parts) + 1):
            for folder in self._folders:
                place = "/".join((folder.rstrip("/"), *parts[start:]))
                if file in self._listing(place):
                    self._places[parent] = place
                    return f"{place}/{file}"
        return None

    def _listing(self, folder: str) -> frozenset[str]:
        found = self._listings.get(folder)
        if found is None:
            found = self._listings[folder] = _file_names(folder)
        return found


def _file_names(folder: str) -> frozenset[str]:
    try:
        with os.scandir(folder) as entries:
            return frozenset(entry.name for entry in entries if not entry.is_dir())
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return frozenset()


def walk_images(folder: Path) -> list[str]:
    """Every image below `folder` as a relative path with forward slashes, in natural reading order of folders."""
    found: list[str] = []
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        relative = Path(base).relative_to(folder).as_posix()
        prefix = "" if relative == "." else f"{relative}/"
        found.extend(prefix + name for name in sorted(files) if is_image_name(name))
    return found
