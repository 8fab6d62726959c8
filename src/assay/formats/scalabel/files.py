"""Which files of a source are Scalabel's, what tells them, and where their images may lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from assay.errors import SourceUnreadable
from assay.formats.coco.files import require
from assay.formats.format import Guess, ReadOptions
from assay.formats.packed import open_source, plain_path
from assay.formats.splits import split_in, split_word

_HEAD = 1 << 16
_TELLS = re.compile(rb'"(box2d|poly2d|box3d|rle|videoName|frameIndex)"\s*:')
_SCORE = re.compile(rb'"score"\s*:\s*[0-9]')
_NO_SCORE = re.compile(rb'"score"\s*:\s*null')
_LOOKED_AT = 3
_FOLDERS = ("images", "data", "frames", "imgs")


def guess(source: Path, *, scored: bool) -> Guess | None:
    """How sure we are that a file, or what a folder holds, is a list of frames with labels (`scored`: predictions)."""
    if source.is_dir():
        found = next((path for path in islice(_in_folder(source), _LOOKED_AT) if guess(path, scored=scored)), None)
        return Guess(0.9, f"it holds {found.relative_to(source).as_posix()}, a list of frames") if found else None
    try:
        with open_source(source) as file:
            head = file.read(_HEAD).lstrip()
    except OSError:
        return None
    is_ours = head.startswith((b"[", b"{")) and re.search(rb'"name"\s*:', head) and re.search(rb'"labels"\s*:', head)
    if not is_ours or _TELLS.search(head) is None:
        return None
    if scored and not _SCORE.search(head):
        # Scalabel's own tool writes the scores that it lacks: each row is told then, instead of the whole refused.
        is_empty = _NO_SCORE.search(head) is not None
        return Guess(0.6, "a JSON list of frames whose labels have an empty `score`") if is_empty else None
    if not scored and _SCORE.search(head):
        return None
    return Guess(0.92, "a JSON list of frames, each with its `labels`")


def label_files(source: Path) -> list[tuple[Path, str | None]]:
    """The files to read, each with its split.

    Raises
    ------
    SourceNotFound, SourceUnreadable : nothing there, or no JSON file in it.
    """
    require(source)
    if source.is_file():
        return [(source, split_in(plain_path(source).name) or split_word(source.parent.name))]
    found = [(path, split_word(path.parent.name) or split_in(path.name)) for path in _in_folder(source)]
    if not found:
        raise SourceUnreadable(f"No JSON file was found in {source}.", hint="Looked here and in folders of splits.")
    return found


def image_folders(file: Path, split: str | None, options: ReadOptions) -> Iterator[Path]:
    """Where the images of a file may lie, most likely first."""
    bases = [options.images] if options.images is not None else [file.parent, file.parent.parent]
    for base in bases:
        for folder in (base, *(base / name for name in _FOLDERS)):
            yield folder
            if split is not None:
                yield folder / split


def _in_folder(source: Path) -> Iterator[Path]:
    yield from sorted(source.glob("*.json"))
    for child in sorted(child for child in source.iterdir() if child.is_dir() and split_word(child.name)):
        yield from sorted(child.glob("*.json"))
