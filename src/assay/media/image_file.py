"""An image file read once: its bytes, what its header says, and its digest, all of the same moment."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assay.errors import MediaMissing, MediaUnreadable
from assay.media.digest import digest
from assay.media.header import MAX_BYTES, Header
from assay.media.probe import probe, probe_bytes


@dataclass(frozen=True, eq=False)
class ImageFile:
    """The bytes of one file, and what they say without being decoded.

    content : empty for a file of more than `MAX_BYTES` bytes, which nothing decodes.
    header : None where the bytes are no image that Assay knows; `problem` then says why.
    """

    path: Path
    content: bytes
    header: Header | None
    problem: str = ""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes, hexadecimal, as `media.digest`."""
        if self.header is not None and self.header.file_size > MAX_BYTES:
            return digest(self.path)
        return hashlib.sha256(self.content).hexdigest()


def read_image_file(path: str | os.PathLike[str]) -> ImageFile:
    """The file at `path`. One that is no image is a value all the same: its `problem` says why.

    Raises
    ------
    MediaMissing : there is no such file.
    MediaUnreadable : it is no regular file, or it may not be read.
    """
    where = Path(path)
    try:
        # O_NONBLOCK: a named pipe among the images must not hold a scan up for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise MediaUnreadable(
                    f"{str(where)!r} is not a regular file.", hint="An image must be a file of its own."
                )
            if status.st_size > MAX_BYTES:
                return ImageFile(where, b"", probe(where))
            content = os.read(descriptor, status.st_size)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise MediaMissing(f"There is no file {str(where)!r}.", hint="Was it moved or renamed?") from None
    except OSError as reason:
        raise MediaUnreadable(f"The file {str(where)!r} cannot be read: {reason.strerror}.") from reason
    try:
        return ImageFile(where, content, probe_bytes(content, where, status))
    except MediaUnreadable as reason:
        return ImageFile(where, content, None, reason.message)
