"""Finds where the image files lie that a label file only names.

A name may carry folders, back-slashes and a drive of the machine it was made on. It is looked up below a few likely
folders, first as it stands, then with leading folders taken off one by one. Nothing outside these folders is found.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

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


_OF_SYSTEMS = frozenset({"__MACOSX", "@eaDir", "$RECYCLE.BIN", "System Volume Information"})


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
    """Folders in which images may lie, most likely first. Listings are read once per folder.

    A name that is nowhere as it stands is looked for as an address (`%20` is a blank, what follows `?` is no name),
    then without regard to case and to the two ways of writing an accent, then by an image's name without its ending,
    where one file of a folder can be meant.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = [str(folder) for folder in dict.fromkeys(folders) if folder.is_dir()]
        self._listings: dict[str, frozenset[str]] = {}
        self._alike: dict[str, dict[str, str | None]] = {}
        self._stems: dict[str, dict[str, str | None]] = {}
        self._places: dict[str, str] = {}

    def find(self, names: Sequence[str]) -> list[str | None]:
        """The path of each file name; None for those that lie in none of the folders."""
        return [self._find(plain_name(name)) or self._find_alike(name) for name in names]

    def _find(self, name: str) -> str | None:
        parent, _, file = name.rpartition("/")
        known = self._places.get(parent)
        if known is not None and file in self._listing(known):
            return f"{known}/{file}"
        for place in self._places_of(parent):
            if file in self._listing(place):
                self._places[parent] = place
                return f"{place}/{file}"
        return None

    def _find_alike(self, name: str) -> str | None:
        addressed = plain_name(unquote(name.partition("?")[0])) if "?" in name or "%" in name else None
        found = self._find(addressed) if addressed else None
        if found is not None:
            return found
        parent, _, file = (addressed or plain_name(name)).rpartition("/")
        wanted = folded(file)
        if is_image_name(file):
            return self._first(parent, wanted, self._names_alike)
        return self._first(parent, wanted, self._names_alike) or self._first(parent, wanted, self._without_ending)

    def _first(self, parent: str, wanted: str, names: Callable[[str], dict[str, str | None]]) -> str | None:
        found = ((place, names(place).get(wanted)) for place in self._places_of(parent))
        return next((f"{place}/{alike}" for place, alike in found if alike), None)

    def _places_of(self, parent: str) -> Iterator[str]:
        """The folders a name with these leading folders may lie in, the longest match first."""
        parts = PurePosixPath(parent).parts
        for start in range(len(parts) + 1):
            for folder in self._folders:
                yield "/".join((folder.rstrip("/"), *parts[start:]))

    def _listing(self, folder: str) -> frozenset[str]:
        found = self._listings.get(folder)
        if found is None:
            found = self._listings[folder] = file_names(folder)
        return found

    def _names_alike(self, folder: str) -> dict[str, str | None]:
        found = self._alike.get(folder)
        if found is None:
            found = self._alike[folder] = names_alike(self._listing(folder))
        return found

    def _without_ending(self, folder: str) -> dict[str, str | None]:
        found = self._stems.get(folder)
        if found is None:
            names = [name for name in self._listing(folder) if is_image_name(name)]
            found = self._stems[folder] = names_alike(names, key=lambda name: os.path.splitext(name)[0])
        return found


def with_ending(name: str, path: str | None) -> str:
    """`name` with the ending of the file that was found for it, where it has none itself.

    >>> with_ending("day/17", "/photos/day/17.jpg"), with_ending("a.png", "/a.png"), with_ending("17", None)
    ('day/17.jpg', 'a.png', '17')
    """
    ending = os.path.splitext(path or "")[1]
    return name if is_image_name(name) else name + ending


def folded(name: str) -> str:
    """`name` without regard to case and to how accents are written.

    >>> folded("CAFE\N{COMBINING ACUTE ACCENT}.JPG") == folded("caf\N{LATIN SMALL LETTER E WITH ACUTE}.jpg")
    True
    """
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name.casefold())


def names_alike(names: Iterable[str], *, key: Callable[[str], str] = str) -> dict[str, str | None]:
    """Each name by the folded spelling of its key, itself when left out; None where several names have one."""
    found: dict[str, str | None] = {}
    for name in names:
        spelling = folded(key(name))
        found[spelling] = None if spelling in found else name
    return found


def file_names(folder: str) -> frozenset[str]:
    """The names of the files in a folder; none where it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return frozenset(entry.name for entry in entries if not entry.is_dir())
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return frozenset()


def is_system_folder(name: str) -> bool:
    """Whether a folder is hidden, or is where a system keeps thumbnails, forks or what was thrown away."""
    return name.startswith(".") or name in _OF_SYSTEMS


def walk_images(folder: Path) -> list[str]:
    """Every image below `folder` as a relative path with forward slashes, in natural reading order of folders."""
    return list(walk_files(folder, is_image_name))


def walk_files(folder: Path, wanted: Callable[[str], bool]) -> Iterator[str]:
    """The files below `folder` whose names are `wanted`, as `walk_images` tells images."""
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_system_folder(name))
        relative = Path(base).relative_to(folder).as_posix()
        prefix = "" if relative == "." else f"{relative}/"
        yield from (prefix + name for name in sorted(files) if wanted(name))
