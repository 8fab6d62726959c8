"""The folders in which the images of a label file may lie, where nobody says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assay.formats.packed import plain_path
from assay.formats.splits import split_in

_USUAL = ("images", "data", "imgs", "img", "image", "JPEGImages", "frames")
_SPELLINGS = {"val": ("val", "valid", "validation"), "train": ("train", "training"), "test": ("test",)}
_MOST_CHILDREN = 50


def likely_image_folders(
    file: Path, *, split: str | None = None, images: Path | None = None, source: Path | None = None
) -> Iterator[Path]:
    """Folders in which the images of a label file may lie, most likely first.

    file : the label file, such as `annotations/instances_val2017.json`. split : the one of its images, where all are
    of one. images : the folder that a person named; no other is looked in then. source : the folder that is read, where
    it is not the file alone.
    """
    names = _names(file, split or split_in(plain_path(file).name))
    if images is not None:
        yield images
        yield from (images / name for name in names)
        return
    here = file.parent
    for base in (here, here.parent) if source != here else (here,):
        yield from (base / folder / name for folder in _USUAL for name in names)
        yield from (base / folder for folder in _USUAL)
        yield from (base / name for name in names)
        yield base
    yield from folders_in(here)
    if source is not None:
        yield from folders_in(source)


def folders_in(folder: Path) -> list[Path]:
    """The first folders in a folder, without hidden ones."""
    children = sorted(child for child in folder.iterdir() if child.is_dir() and not child.name.startswith("."))
    return children[:_MOST_CHILDREN]


def _names(file: Path, split: str | None) -> list[str]:
    """What an image folder may be called because of the label file's name: `val2017`, `val`, `instances_val2017`."""
    stem = plain_path(file).stem
    return list(dict.fromkeys((stem.rpartition("_")[2], *_SPELLINGS.get(split or "", ()), stem, f"{stem}_images")))
