"""Reads folders of images: one folder per class, one level of splits above if there is one, or no classes at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.errors import SourceNotFound, SourceUnreadable
from assay.formats.format import Guess, ReadOptions
from assay.formats.image_paths import is_image_name, walk_images
from assay.formats.records import Records
from assay.formats.splits import split_word
from assay.formats.tables import BATCH_ROWS, image_table, object_table
from assay.model.category import CategoryRecord
from assay.model.dataset import Task
from assay.model.shape import ShapeKind

_LOOKED_AT = 200
_WRAPPERS = ("images", "data", "imgs")


@dataclass(frozen=True, slots=True)
class _Found:
    """One image: its name below the base folder, its split and its class."""

    name: str
    split: str | None
    label: str | None


class FoldersReader:
    """Classification: `cat/1.jpg`, or `train/cat/1.jpg`. Images that lie in no class folder have no label."""

    name = "folders"
    title = "Folders of images, one per class"

    def sniff(self, source: Path) -> Guess | None:
        """A folder with images in it or in its sub-folders."""
        if not source.is_dir():
            return None
        base = _base(source)
        names = [name for name in os.listdir(base) if (base / name).is_dir() and not name.startswith(".")]
        with_images = [name for name in sorted(names)[:_LOOKED_AT] if _has_image(base / name)]
        if len(with_images) > 1:
            return Guess(0.6, f"images lie in the folders {', '.join(with_images[:3])}…")
        if with_images or any(is_image_name(name) for name in os.listdir(base)):
            return Guess(0.3, "it holds images")
        return None

    def read(self, source: Path, options: ReadOptions) -> Iterator[Records]:
        """Yield batches of images with a label for the whole image each.

        Raises
        ------
        SourceNotFound, SourceUnreadable : nothing there, or no image in it.
        """
        if not source.is_dir():
            raise SourceNotFound(f"There is no folder at {source}.", hint="Check the path.")
        base = _base(source)
        found = _images(base)
        if not found:
            raise SourceUnreadable(
                f"No image was found in {source}.", hint="Looked for .jpg, .png, .webp and the like."
            )
        classes = sorted({image.label for image in found if image.label is not None})
        categories = tuple(CategoryRecord(name, name) for name in classes)
        for start in range(0, len(found), BATCH_ROWS):
            yield _batch(found[start : start + BATCH_ROWS], start, base, categories, options.split)


def _base(source: Path) -> Path:
    """The folder that the classes lie in: the source, or `images/` in it when it has no other folders."""
    folders = [child.name for child in source.iterdir() if child.is_dir() and not child.name.startswith(".")]
    return source / folders[0] if len(folders) == 1 and folders[0] in _WRAPPERS else source


def _images(base: Path) -> list[_Found]:
    names = walk_images(base)
    has_splits = _has_split_level(names)
    found = []
    for name in names:
        *folders, _ = name.split("/")
        split = (split_word(folders[0]) or folders[0]) if has_splits and folders else None
        label = next(iter(folders[1:] if has_splits else folders), None)
        found.append(_Found(name, split, label))
    return found


def _has_split_level(names: Sequence[str]) -> bool:
    """Whether the outermost folders are splits: some are called so, and none but those holds images directly.

    A class may be called `test`; then its images lie directly in it, beside those of other classes.
    """
    outer: dict[str, bool] = {}
    for name in names:
        first, _, rest = name.partition("/")
        if rest:
            outer[first] = outer.get(first, False) or "/" not in rest
    called_so = [folder for folder in outer if split_word(folder)]
    if not called_so:
        return False
    return len(called_so) == len(outer) or not any(outer.values())


def _batch(
    found: Sequence[_Found], first: int, base: Path, categories: tuple[CategoryRecord, ...], split: str | None
) -> Records:
    names = [image.name for image in found]
    rows = range(first, first + len(found))
    images = image_table(
        len(found),
        {
            "key": names,
            "file_name": names,
            "path": [f"{base}/{name}" for name in names],
            "split": split or [image.split for image in found],
            "row": rows,
        },
        file=base.name,
    )
    labelled = [(image, row) for image, row in zip(found, rows, strict=True) if image.label is not None]
    objects = object_table(
        len(labelled),
        {
            "image_key": [image.name for image, _ in labelled],
            "category_key": [image.label for image, _ in labelled],
            "kind": ShapeKind.WHOLE_IMAGE.value,
            "row": [row for _, row in labelled],
        },
        file=base.name,
    )
    task = Task.CLASSIFICATION if labelled else None
    return Records(images, objects, categories, task=task, image_place="image {}", object_place="image {}")


def _has_image(folder: Path) -> bool:
    """Whether some image lies in the folder or one level below."""
    return any(is_image_name(name) for files in _files_of_two_levels(folder) for name in files)


def _files_of_two_levels(folder: Path) -> Iterator[list[str]]:
    for base, folders, files in os.walk(folder):
        yield files
        if base != str(folder):
            folders.clear()
