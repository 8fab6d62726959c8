"""Where label files and images lie, and which belongs to which."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assay.formats.image_paths import ImageFolders, is_image_name, is_system_folder, walk_files, walk_images
from assay.formats.splits import split_word

_HEAD = 1 << 14
_LOOKED_AT = 5
_WALKED = 20_000
_PEEKED = 20  # folders of other names in which label files are looked for
_DEEPEST = 3  # folders that only wrap one other, such as VOCdevkit/VOC2012


@dataclass(frozen=True, slots=True)
class Style:
    """How the label files of a format are told, and where they and their images mostly lie."""

    suffix: str
    label_folders: tuple[str, ...]
    image_folders: tuple[str, ...]
    is_ours: Callable[[bytes], bool]

    def names(self, file: str) -> bool:
        """Whether a label file of the format may be called so."""
        return file.lower().endswith(self.suffix) and not file.startswith(".")


@dataclass(frozen=True, slots=True)
class LabelFile:
    """A label file, how it is called in the source, its name below the label folder without ending, and its split."""

    path: Path
    name: str
    stem: str
    split: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of label files, the folders its images may lie in, and the split that it is called."""

    labels: Path
    images: tuple[Path, ...]
    split: str | None


def first_label_file(source: Path, style: Style) -> Path | None:
    """Some label file of the format below a folder; None when the first few files of its kind are of another."""
    for place in _places(source, style, None):
        for name in islice(walk_files(place.labels, style.names), _LOOKED_AT):
            if style.is_ours(head_of(place.labels / name)):
                return place.labels / name
    return None


def find_places(source: Path, style: Style, images: Path | None) -> list[Place]:
    """The folders of a source that hold label files of the format; `images` is where a person says the images lie."""
    return [place for place in _places(source, style, images) if next(walk_files(place.labels, style.names), None)]


def label_files(place: Place, source: Path, style: Style) -> list[LabelFile]:
    """All label files of a place, in order of name. Lists in `ImageSets` tell splits, else folders do."""
    listed = _listed_splits(place.labels.parent)
    found = []
    for name in walk_files(place.labels, style.names):
        stem = name[: -len(style.suffix)]
        below = next((split for part in name.split("/")[:-1] if (split := split_word(part))), None)
        split = place.split or below or listed.get(stem)
        path = place.labels / name
        found.append(LabelFile(path, os.path.relpath(path, source).replace(os.sep, "/"), stem, split))
    return found


def image_paths(files: Sequence[LabelFile], stated: Sequence[str | None], folders: ImageFolders) -> list[str | None]:
    """The image of each label file: the one called as itself, else the one that it states."""
    found = folders.find([file.stem for file in files])
    other = folders.find([name or "" for name in stated])
    return [path or (beside if name else None) for path, beside, name in zip(found, other, stated, strict=True)]


def unlabelled(place: Place, taken: set[str]) -> Iterator[tuple[str, str]]:
    """Images of a place that have no label file, as name and path."""
    folder = place.images[0]
    for name in walk_images(folder):
        if f"{folder}/{name}" not in taken:
            yield name, f"{folder}/{name}"


def head_of(path: Path) -> bytes:
    """The first bytes of a file; none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def _places(source: Path, style: Style, images: Path | None) -> list[Place]:
    base = source
    for _ in range(_DEEPEST):
        places = [_place(folder, style, images, base) for folder in (base, *_split_folders(base))]
        found = [place for place in places if place is not None]
        inner = _folders(base)
        if found or len(inner) != 1:
            break
        base = base / inner[0]
    return found


def _place(folder: Path, style: Style, images: Path | None, base: Path) -> Place | None:
    labels = _label_folder(folder, style)
    if labels is None:
        return None
    split = split_word(folder.name) if folder != base else None
    if images is not None:
        return Place(labels, (*((images / folder.name,) if split else ()), images), split)
    beside = folder if labels != folder else folder.parent
    known = [beside / name for name in style.image_folders if (beside / name).is_dir()]
    if not known and labels != folder:
        known = [one for one in (labels, *_inner(folder)) if _holds_images(one)][:1]
    is_spread = labels == folder and not _holds(folder, style.names)
    here = [folder] if is_spread or _holds(folder, is_image_name) else []
    return Place(labels, tuple(dict.fromkeys([*here, *known, labels, folder])), split)


def _label_folder(folder: Path, style: Style) -> Path | None:
    """Where the label files of a folder lie: in a folder of a known name, in itself, or in another folder of it.

    The folder itself too where several of its folders hold them.
    """
    known = next((folder / name for name in style.label_folders if (folder / name).is_dir()), None)
    if known is not None or _holds(folder, style.names):
        return known or folder
    others = [one for one in _inner(folder) if _holds_ours(one, style)]
    return others[0] if len(others) == 1 else folder if others else None


def _inner(folder: Path) -> list[Path]:
    """The folders of a folder, but those of splits; the first few."""
    return [folder / name for name in _folders(folder) if not split_word(name)][:_PEEKED]


def _holds(folder: Path, wanted: Callable[[str], bool]) -> bool:
    return any(map(wanted, _files(folder)))


def _holds_images(folder: Path) -> bool:
    return any(_holds(place, is_image_name) for place in (folder, *_split_folders(folder)))


def _holds_ours(folder: Path, style: Style) -> bool:
    """Whether one of the first label files in a folder, or in its folders of splits, is of the format."""
    for place in (folder, *_split_folders(folder)):
        names = islice(filter(style.names, _files(place)), _LOOKED_AT)
        if any(style.is_ours(head_of(place / name)) for name in names):
            return True
    return False


def _listed_splits(folder: Path) -> dict[str, str]:
    """Stem -> split, as the lists in `ImageSets/Main` say; `trainval` says less than the two it joins."""
    found: dict[str, str] = {}
    lists = [*sorted((folder / "ImageSets").glob("*.txt")), *sorted((folder / "ImageSets" / "Main").glob("*.txt"))]
    for path in sorted(lists, key=lambda path: path.stem != "trainval"):
        split = split_word(path.stem)
        for line in path.read_text("utf-8", "replace").splitlines() if split else ():
            stem = line.split()[0] if line.strip() else ""
            found[stem] = split or ""
    return found


def _files(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in islice(entries, _WALKED) if not entry.is_dir()]


def _folders(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if entry.is_dir() and not is_system_folder(entry.name))


def _split_folders(folder: Path) -> list[Path]:
    return [folder / name for name in _folders(folder) if split_word(name)]
