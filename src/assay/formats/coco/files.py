"""Which files of a source are COCO label files."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assay.errors import SourceNotFound, SourceUnreadable
from assay.formats.format import Guess
from assay.formats.image_folders import folders_in
from assay.formats.packed import open_source, plain_path
from assay.formats.splits import split_in, split_word

_HEAD = 1 << 16
_LISTS = re.compile(rb'"(images|annotations|categories)"\s*:\s*\[')
_RESULT = re.compile(rb'"image_id"\s*:.*?"(category_id|score|bbox|segmentation|keypoints)"\s*:', re.DOTALL)
_OTHER_KINDS = ("panoptic", "captions", "stuff_", "image_info", "person_keypoints")
_ALONE = 0.5  # how sure a list of classes, or of labels, makes us that a file is a dataset
_MOST_FILES = 50  # a folder of more JSON files has one per image, of another format


@dataclass(frozen=True, slots=True)
class LabelFile:
    """One label file; `name` is its path inside the source, as problems show it."""

    path: Path
    name: str
    split: str | None


def require(source: Path) -> None:
    """Raise `SourceNotFound` when nothing stands at `source`."""
    if not source.exists():
        raise SourceNotFound(f"There is no file or folder at {source}.", hint="Check the path.")


def require_file(source: Path) -> None:
    """Raise when no file stands at `source`: `SourceNotFound`, or `SourceUnreadable` for a folder."""
    require(source)
    if not source.is_file():
        raise SourceUnreadable(f"{source} is a folder.", hint="Name the file of predictions in it.")


def label_files(source: Path) -> list[LabelFile]:
    """The COCO label files of a file or folder.

    Raises
    ------
    SourceNotFound : nothing stands there.
    SourceUnreadable : a folder without COCO files, or with several that are not one per split.
    """
    require(source)
    if source.is_file():
        return [LabelFile(source, source.name, _split_of(source))]
    found = [LabelFile(path, path.relative_to(source).as_posix(), _split_of(path)) for path in _coco_files(source)]
    if not found:
        raise SourceUnreadable(
            f"No COCO file was found in {source}.",
            hint="Looked for *.json with `images` and `annotations`, here and in the folders of it.",
        )
    splits = [file.split for file in found]
    if len(found) > 1 and (None in splits or len(set(splits)) < len(splits)):
        names = ", ".join(file.name for file in found)
        raise SourceUnreadable(f"{source} holds several label files: {names}.", hint="Name the one to read.")
    return found


def dataset_guess(path: Path) -> Guess | None:
    """How sure we are that a file is a COCO dataset, from its first bytes."""
    head = _head(path)
    if not head.lstrip().startswith(b"{"):
        return None
    found = {name.decode() for name in _LISTS.findall(head)}
    if "images" in found or {"annotations", "categories"} <= found:
        return Guess(0.95, f"a JSON object with {_listed(found)}")
    if found:
        return Guess(_ALONE, f"a JSON object with {_listed(found)}")
    return None


def results_guess(path: Path) -> Guess | None:
    """How sure we are that a file is a list of COCO results, from its first bytes."""
    head = _head(path).strip()
    if re.fullmatch(rb"\[\s*\]", head):
        return Guess(0.7, "an empty JSON list: a run that predicts nothing")
    if not head.startswith((b"[", b"{")) or _RESULT.search(head) is None:
        return None
    if head.startswith(b"["):
        return Guess(0.95, "a JSON list of objects with `image_id`")
    if b'"score"' in head:  # a dataset whose labels have scores is what some tools write as predictions
        return Guess(0.7, "a JSON object that holds a list of scored objects with `image_id`")
    return None


def folder_guess(folder: Path) -> Guess | None:
    """How sure we are that a folder holds COCO label files."""
    found = _coco_files(folder)
    if not found:
        return None
    return Guess(0.9, f"it holds {', '.join(path.relative_to(folder).as_posix() for path in found[:3])}")


def _coco_files(folder: Path) -> list[Path]:
    children = folders_in(folder)
    usual = [folder, folder / "annotations", folder / "labels", *(one for one in children if split_word(one.name))]
    return _coco_files_in(usual) or _coco_files_in(children)


def _coco_files_in(places: Iterable[Path]) -> list[Path]:
    paths = [path for place in places if place.is_dir() for path in islice(sorted(place.glob("*.json")), _MOST_FILES)]
    found = [path for path in paths if not path.name.startswith("panoptic") and _is_dataset(path)]
    plain = [path for path in found if not path.name.startswith(_OTHER_KINDS)]
    return plain or found


def _is_dataset(path: Path) -> bool:
    """Whether a file among others is a COCO dataset; a list of classes alone, as some tools add to YOLO, is none."""
    guess = dataset_guess(path)
    return guess is not None and guess.confidence > _ALONE


def _split_of(path: Path) -> str | None:
    return split_in(plain_path(path).name) or split_word(path.parent.name)


def _head(path: Path) -> bytes:
    try:
        with open_source(path) as file:
            head = file.read(_HEAD)
    except OSError:
        return b""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace").encode()
    return head.removeprefix(codecs.BOM_UTF8)


def _listed(found: set[str]) -> str:
    return " and ".join(f"`{name}`" for name in sorted(found, reverse=True))
