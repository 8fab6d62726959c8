"""Finds the images of a YOLO dataset and the label file of each."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assay.amounts import amount
from assay.formats.image_paths import (
    ImageFolders,
    file_names,
    folded,
    is_image_name,
    names_alike,
    plain_name,
    walk_images,
)
from assay.formats.problems import ProblemLog
from assay.formats.splits import split_word
from assay.formats.yolo.config import YoloConfig, is_label_name

_IMAGE_FOLDERS = ("images", "frames", "imgs", "img", "JPEGImages", "data")
_LABEL_FOLDERS = ("labels", "yolo_labels", "annotations", "txt")


@dataclass(frozen=True, slots=True)
class YoloImage:
    """One image: its name inside the dataset, its file, its label file (or None), its split."""

    name: str
    path: str
    label: str | None
    split: str | None


def configured_images(config: YoloConfig, problems: ProblemLog) -> list[YoloImage]:
    """The images of the splits that `data.yaml` names. A place that is not there is reported."""
    assert config.file is not None
    base = config.file.parent.resolve()
    finder = _LabelFinder()
    splits: dict[Path, set[str]] = {}
    for split, places in config.splits.items():
        for place in places:
            found = _resolve(place, _roots(config))
            if found is None:
                problems.keep(split, "missing-folder", f"`{split}` names {place!r}, which is not there.")
            else:
                splits.setdefault(found.resolve(), set()).add(split)
    images: dict[str, YoloImage] = {}
    for found, named in splits.items():
        split_name = named.pop() if len(named) == 1 else _own_split(found)
        for path in _images_at(found):
            images.setdefault(path, YoloImage(name_inside(path, base), path, finder.find(path), split_name))
    _tell_unread(config.file, images, problems)
    return _with_own_labels(list(images.values()))


def plain_images(folder: Path, images: Path | None) -> list[YoloImage]:
    """The images of folders without `data.yaml`: `images/` beside `labels/`, per split or not, or all in one folder."""
    finder = _LabelFinder()
    found: list[YoloImage] = []
    for image_folder, label_folder in _folder_pairs(folder, images):
        finder.pair(image_folder, label_folder)
        outer = split_word(image_folder.parent.name) if image_folder.parent != folder.parent else None
        for name in walk_images(image_folder):
            path = f"{image_folder}/{name}"
            inner = split_word(name.partition("/")[0]) if "/" in name else None
            found.append(YoloImage(name_inside(path, folder), path, finder.find(path), outer or inner))
    return _with_own_labels(found if any(image.label for image in found) else _by_name(found, folder))


def _by_name(images: Sequence[YoloImage], folder: Path) -> list[YoloImage]:
    """The images, each with the only label file of its name and split, in whatever folder that lies."""
    labels: dict[tuple[str | None, str], str | None] = {}
    for path in label_files(folder):
        key = _name_and_split(path, folder)
        labels[key] = None if key in labels else path
    return [replace(image, label=labels.get(_name_and_split(image.path, folder))) for image in images]


def _name_and_split(path: str, folder: Path) -> tuple[str | None, str]:
    *folders, file = name_inside(path, folder).split("/")
    split = next((word for name in folders if (word := split_word(name))), None)
    return split, folded(os.path.splitext(file)[0])


def label_folders(images: Sequence[YoloImage]) -> list[Path]:
    """The folders that hold, or would hold, the labels of images."""
    found = {image.label.rpartition("/")[0] for image in images if image.label}
    pictures = {image.path.rpartition("/")[0] for image in images}
    beside = {"/labels/".join(f"{folder}/".rsplit("/images/", 1)).rstrip("/") for folder in pictures}
    return sorted(Path(folder) for folder in found | (beside - pictures) if os.path.isdir(folder))


def _tell_unread(config: Path, read: Mapping[str, YoloImage], problems: ProblemLog) -> None:
    """Report folders called like a split beside the file that hold images which no split of it names."""
    base = config.parent.resolve()
    for folder in (*_split_folders(base), *_split_folders(base / "images")):
        images = walk_images(folder)
        if images and not any(f"{folder}/{name}" in read for name in images):
            place = folder.relative_to(base).as_posix()
            message = f"{config.name} does not name it: {amount(len(images), 'image')} not read."
            hint = f"Write `{split_word(folder.name)}: {place}` to have them."
            problems.keep(place, "unread-folder", f"{message} {hint}")


def _with_own_labels(images: list[YoloImage]) -> list[YoloImage]:
    """The images, where a file named just like one of them labels no other one that is spelled a little otherwise."""
    owned = {image.label for image in images if image.label and _is_named_alike(image)}
    return [
        image if image.label not in owned or _is_named_alike(image) else replace(image, label=None) for image in images
    ]


def _is_named_alike(image: YoloImage) -> bool:
    return Path(image.path).stem == Path(image.label or "").stem


def label_files(folder: Path, *, most: float = math.inf) -> Iterator[str]:
    """Every file below `folder` that may hold labels, as a path; gives up after walking past `most` files."""
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".")) if most > 0 else []
        most -= len(files)
        yield from (f"{base}/{name}" for name in sorted(files) if is_label_name(name))


def _folder_pairs(folder: Path, images: Path | None) -> list[tuple[Path, Path]]:
    """Image folders and the label folder of each."""
    if images is not None:
        inner = next((folder / name for name in _LABEL_FOLDERS if (folder / name).is_dir()), folder)
        return [(images, inner)]
    pairs = [pair for base in (folder, *_split_folders(folder)) if (pair := _pair_in(base)) is not None]
    if pairs:
        return pairs
    if folder.name in _LABEL_FOLDERS and (beside := _image_folder(folder.parent)) is not None:
        return [(beside, folder)]
    return [(folder, folder)]


def _pair_in(base: Path) -> tuple[Path, Path] | None:
    image_folder = _image_folder(base)
    label_folder = next((base / name for name in _LABEL_FOLDERS if (base / name).is_dir()), None)
    if image_folder is None:
        return None
    return image_folder, label_folder or image_folder


def _image_folder(base: Path) -> Path | None:
    return next((base / name for name in _IMAGE_FOLDERS if (base / name).is_dir()), None)


def _split_folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(child for child in folder.iterdir() if child.is_dir() and split_word(child.name))


def _roots(config: YoloConfig) -> list[Path]:
    """Folders that paths of a `data.yaml` may start from: its `path`, and the folder it lies in."""
    assert config.file is not None
    here = config.file.parent
    if not config.root:
        return [here]
    root = config.root.replace("\\", "/")
    return [here / root, here, here.parent / plain_name(root)]


def _resolve(place: str, roots: list[Path]) -> Path | None:
    """The folder or list a split names. `../train/images` is also looked up beside the file, as Roboflow means it."""
    place = place.replace("\\", "/")
    spellings = [place]
    while spellings[-1].startswith(("../", "./")):
        spellings.append(spellings[-1].partition("/")[2])
    places = [root / spelling for root in roots for spelling in spellings]
    return next((found for found in places if found.is_dir() or (found.is_file() and found.suffix == ".txt")), None)


def _own_split(place: Path) -> str | None:
    """The split of a place that several splits name, by what it is called itself; None when that says nothing."""
    return split_word(place.stem) or split_word(place.parent.name)


def _images_at(place: Path) -> Iterator[str]:
    if place.is_dir():
        yield from (f"{place}/{name}" for name in walk_images(place))
        return
    folders = ImageFolders([place.parent])  # lists are often of another machine
    text = place.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    for line in filter(None, map(str.strip, text.splitlines())):
        name = line.replace("\\", "/")
        if is_image_name(name.rpartition("/")[2]):
            stated = os.path.normpath(place.parent / name)
            elsewhere = None if os.path.exists(stated) else folders.find([name])[0]
            yield elsewhere or stated


def name_inside(path: str, folder: Path) -> str:
    """The name of a file inside the dataset, links followed or not; one from elsewhere keeps its last two parts."""
    for start in (f"{folder}/", f"{os.path.realpath(folder)}/"):
        if path.startswith(start):
            return path[len(start) :]
    relative = os.path.relpath(path, folder).replace(os.sep, "/")
    return relative if not relative.startswith("../") else "/".join(Path(path).parts[-2:])


class _LabelFinder:
    """Finds the label file of an image: in the folder paired with the image's, or beside the image."""

    def __init__(self) -> None:
        self._pairs: list[tuple[str, str]] = []
        self._listings: dict[str, dict[str, str | None]] = {}

    def pair(self, image_folder: Path, label_folder: Path) -> None:
        """Images below the one folder have their labels at the same place below the other."""
        self._pairs.append((f"{image_folder}/", f"{label_folder}/"))

    def find(self, image: str) -> str | None:
        """The label file of an image, or None when it has none."""
        stem = os.path.splitext(image)[0]
        candidates = [label + stem[len(folder) :] for folder, label in self._pairs if stem.startswith(folder)]
        before, found, after = stem.rpartition("/images/")
        if found:
            candidates.append(f"{before}/labels/{after}")
        candidates.append(stem)
        for candidate in candidates:
            folder, _, name = candidate.rpartition("/")
            names = self._listing(folder)
            label = names.get(f"{name}.txt") or names.get(folded(f"{name}.txt"))
            if label is not None:
                return f"{folder}/{label}"
        return None

    def _listing(self, folder: str) -> dict[str, str | None]:
        """The files of a folder, by name and by name without regard to case and to the writing of accents."""
        if folder not in self._listings:
            names = file_names(folder)
            self._listings[folder] = names_alike(names) | {name: name for name in names}
        return self._listings[folder]
