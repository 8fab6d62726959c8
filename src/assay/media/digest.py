"""The content digest of a file: two files of one digest hold the same bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assay.errors import MediaMissing, MediaUnreadable


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes, hexadecimal. Memory stays small however large the file is.

    Raises
    ------
    MediaMissing : there is no such file.
    MediaUnreadable : it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise MediaMissing(f"There is no file {str(path)!r}.", hint="Was it moved or renamed?") from None
    except OSError as reason:
        raise MediaUnreadable(f"The file {str(path)!r} cannot be read: {reason.strerror}.") from reason
