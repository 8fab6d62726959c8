"""Where writers put their files, and how: whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from assay.errors import OutputExists


@contextmanager
def whole_file(place: Path) -> Iterator[BinaryIO]:
    """A file to write to that appears at `place` only when all of it was written."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def file_place(out: Path, name: str, suffixes: tuple[str, ...]) -> Path:
    """`out` when it has one of the suffixes, else the file `name` in the folder `out`."""
    return out if out.suffix.lower() in suffixes and not out.is_dir() else out / name


def new_folder(out: Path) -> None:
    """Make the folder `out`; raise `OutputExists` when it holds something: old files beside new ones mislead."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputExists(f"{out} is not an empty folder.", hint="Name a new folder, or empty this one.")
    out.mkdir(parents=True, exist_ok=True)


def copy_image(source: str, place: Path) -> None:
    """Copy an image file. Never a link: what is trained on a copy must not change the original."""
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)
