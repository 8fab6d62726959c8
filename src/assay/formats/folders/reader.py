"""Reads folders of images: one folder per class, one level of splits above if there is one, or no classes at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.amounts import listed
from assay.errors import SourceNotFound, SourceUnreadable
from assay.formats.format import Guess, ReadOptions
from assay.formats.image_paths import is_image_name, is_system_folder, walk_images
from assay.formats.problems import ProblemLog
from assay.formats.records import Records, no_images, no_objects
from assay.formats.splits import split_word
from assay.formats.tables import BATCH_ROWS, image_table, object_table
from assay.model.category import CategoryRecord
from assay.model.dataset import Task
from assay.model.problem import RowProblem
from assay.model.shape import ShapeKind

_LOOKED_AT = 200
_DEEP = 3  # levels of folders in which an image is looked for: a split, a class, and `images` in it
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
        with_images = _with_images(base)
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
        if problems := _problems(base, found):
            yield Records(no_images(), no_objects(), categories, problems)


def _base(source: Path) -> Path:
    """The folder that the classes lie in: the source, or what lies in it beneath folders that only wrap one other."""
    place = source
    while len(folders := _with_images(place)) == 1 and not (split_word(folders[0]) or _holds_image(place)):
        place = place / folders[0]
    if folders and not _holds_image(place):
        return place
    outer = _with_images(source)  # inside are images alone: the last folder on the way is a class
    return source / outer[0] if len(outer) == 1 and outer[0] in _WRAPPERS else source


def _folders(base: Path) -> list[str]:
    """The names of the folders in a folder, in order; those that are links are none, nor are those of systems."""
    with os.scandir(base) as entries:
        folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    return sorted(name for name in folders if not is_system_folder(name))


def _with_images(base: Path) -> list[str]:
    """Those of the first folders in a folder that hold images."""
    return [name for name in _folders(base)[:_LOOKED_AT] if _has_image(base / name)]


def _holds_image(folder: Path) -> bool:
    """Whether an image lies directly in a folder."""
    return any(is_image_name(name) for name in os.listdir(folder))


def _problems(base: Path, found: Sequence[_Found]) -> tuple[RowProblem, ...]:
    """What a person should know: folders that lead elsewhere, and folders below classes that are none themselves."""
    log = ProblemLog(base.name)
    splits = sorted({image.name.partition("/")[0] for image in found if image.split is not None})
    for place in ("", *(f"{split}/" for split in splits)):
        for name in _linked(base / place):
            message = "This folder is a link, which is not followed: put the folder itself there, or import it alone."
            log.skip(f"{place}{name}", "linked-folder", message)
    deeper: dict[tuple[str, str], list[str]] = {}
    for image in found:
        if image.label is not None:
            folder = image.name.rpartition("/")[0]
            of_class, below = _cut(folder, 1 if image.split is None else 2)
            if below and below not in _WRAPPERS:
                deeper.setdefault((image.label, of_class), []).append(below)
    for (label, folder), deep in deeper.items():
        names = sorted(set(deep))
        few = listed(names, 3)
        message = f"Images in folders below it ({few}) are of the class {label}: {len(deep):,}."
        log.keep(folder, "deeper-folder", message)
    return log.take()


def _cut(folder: str, count: int) -> tuple[str, str]:
    """The first `count` folders of a path, and the rest."""
    parts = folder.split("/")
    return "/".join(parts[:count]), "/".join(parts[count:])


def _linked(folder: Path) -> list[str]:
    """The names of the folders in a folder that are links."""
    with os.scandir(folder) as entries:
        links = [entry.name for entry in entries if entry.is_symlink() and entry.is_dir()]
    return sorted(name for name in links if not is_system_folder(name))


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
    """Whether some image lies in the folder or in a folder of it, three levels deep."""
    for base, folders, files in os.walk(folder):
        if any(is_image_name(name) for name in files):
            return True
        if len(Path(base).relative_to(folder).parts) >= _DEEP - 1:
            folders.clear()
    return False
