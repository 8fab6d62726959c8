"""What the libraries beneath say of a full disk, as the one error that says what would do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import OperationalError

from assay.errors import ProjectUnreachable

_NUMBERS = (errno.ENOSPC, errno.EDQUOT)
_WORDS = ("no space left on device", "disk quota exceeded", "disk is full")  # Lance and SQLite give no number


def is_full_disk(error: BaseException) -> bool:
    """Whether an error says that there is no room left.

    >>> is_full_disk(OSError(28, "No space left on device")), is_full_disk(OSError(13, "Permission denied"))
    (True, False)
    """
    if not isinstance(error, OSError | OperationalError):
        return False
    return getattr(error, "errno", None) in _NUMBERS or any(words in str(error).lower() for words in _WORDS)


def full_disk(path: Path | None = None) -> ProjectUnreachable:
    """The error to tell of it; `path` is what lies on the disk, where that is known."""
    where = "" if path is None else f" of {path}"
    return ProjectUnreachable(
        f"There is no room left on the disk{where}.", hint="Nothing is half done: make room there, then do it again."
    )


@contextmanager
def full_disk_told(path: Path) -> Iterator[None]:
    """Tell of a full disk by `full_disk`; other errors pass as they are."""
    try:
        yield
    except (OSError, OperationalError) as error:
        if is_full_disk(error):
            raise full_disk(path) from error
        raise
