"""What a person may call something: one rule for projects, datasets, runs, classes, segments, autotags and versions."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path

from assay.errors import NameInvalid
from assay.model.spelling import composed

LONGEST_NAME = 200
"""Characters in a name."""

_JOINERS = str.maketrans("", "", "\u200c\u200d")  # they do not print, but words of Persian and emoji are made with them


def checked_name(name: str, noun: str) -> str:
    """`name` as a `noun` may have it: 1 to 200 characters that print, a slash among them too, no space around them.

    Accents are one character with their letter where Unicode has one, so that no two names look the same.

    >>> checked_name(" yolov8m ", "run")
    'yolov8m'

    Raises
    ------
    NameInvalid : it is none; the hint says what a name is.
    """
    found = composed(name.strip())
    if found and len(found) <= LONGEST_NAME and found.translate(_JOINERS).isprintable():
        return found
    told = found if len(found) <= LONGEST_NAME else f"{found[:LONGEST_NAME]}…"
    article = "An" if noun[0] in "aeiou" else "A"
    raise NameInvalid(
        f"{article} {noun} cannot be named {told!r}.", hint=f"Give it 1 to {LONGEST_NAME} characters that print."
    )


def project_path(path: str | PathLike[str]) -> Path:
    """The path of a project as a person gives it. An empty one is none: it would mean the folder one happens to be in.

    Raises
    ------
    NameInvalid : it is empty.
    """
    if not fspath(path).strip():
        raise NameInvalid(f"A project cannot be named {fspath(path)!r}.", hint="Name its folder, such as my.assay.")
    return Path(path)
