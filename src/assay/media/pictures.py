"""Pictures of image files: thumbnails, crops and whole images, each made once and kept."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assay.errors import MediaMissing
from assay.media.crop import Box, cut
from assay.media.decode import check_size, decode
from assay.media.disk_cache import DiskCache
from assay.media.encode import MediaType, Picture, encode
from assay.media.memory_cache import MemoryCache
from assay.media.native import Native, Spread, Window, read_native, show_window, spread_of
from assay.media.orientation import Pixels
from assay.media.probe import probe
from assay.media.thumbnail import thumbnail

_RECIPE = 2  # raise it whenever the same file would give another picture, so that none of the old ones is served
_DISK = 1 << 30
_IN_MEMORY = 64 << 20
_DECODED = 256 << 20
_TYPES: dict[bytes, MediaType] = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png"}
_STORED: dict[str, MediaType] = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class Source:
    """A located image file at one moment of its life: when the file changes, so does `identity`."""

    path: Path
    identity: str

    @classmethod
    def of(cls, path: Path) -> Source:
        """The file at `path` as it is now; raise `MediaMissing` when it is gone."""
        try:
            status = path.stat()
        except OSError:
            raise MediaMissing(f"There is no file {str(path)!r}.", hint="Was it moved or renamed?") from None
        return cls(path, f"{_RECIPE}|{path}|{status.st_size}|{status.st_mtime_ns}")

    def key(self, *what: object) -> str:
        """A digest of the file's identity and of what is made from it: cache key and ETag."""
        return hashlib.blake2b("|".join([self.identity, *map(repr, what)]).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An image file that a browser shows as it stands."""

    path: Path
    media_type: MediaType


class Pictures:
    """Makes pictures and keeps them: in memory, and in `folder` on disk up to `limit` bytes."""

    def __init__(self, folder: Path, *, limit: int = _DISK) -> None:
        self._disk = DiskCache(folder, limit=limit)
        self._pictures: MemoryCache[Picture] = MemoryCache(_IN_MEMORY, size_of=lambda picture: len(picture.body))
        self._decoded: MemoryCache[Native] = MemoryCache(_DECODED, size_of=lambda pixels: pixels.nbytes)

    def thumbnail(self, source: Source, size: int) -> Picture:
        """The whole image, upright, its longer side at most `size`."""
        return self._kept(source.key("thumbnail", int(size)), lambda: thumbnail(source.path, size))

    def crop(self, source: Source, window: Box, *, size: int) -> Picture:
        """`window` (displayed pixels) out of the image, its longer side scaled to `size`."""
        return self._kept(source.key("crop", window, int(size)), lambda: self._cropped(source, window, size))

    def whole(self, source: Source) -> StoredFile | Picture:
        """The image in full size: the file itself where a browser shows it as it is, else upright and re-encoded."""
        header = probe(source.path)
        check_size(header, source.path)
        if header.is_browser_safe:
            return StoredFile(source.path, _STORED[header.format])
        return self._kept(source.key("whole"), lambda: encode(decode(source.path), quality=92))

    def spread(self, source: Source) -> Spread:
        """How the values that the file stores are spread."""
        return spread_of(self._native(source))

    def windowed(self, source: Source, window: Window) -> Picture:
        """The image in full size, the native values in `window` from black to white.

        Kept in memory only: while a handle is dragged, each place of it would push a thumbnail from the disk.
        """
        return self._pictures.get(
            source.key("windowed", window), lambda: encode(show_window(self._native(source), window), quality=92)
        )

    def _native(self, source: Source) -> Native:
        return self._decoded.get((source.identity, "native"), lambda: read_native(source.path))

    def _kept(self, key: str, make: Callable[[], Picture]) -> Picture:
        return self._pictures.get(key, lambda: self._from_disk(key) or self._to_disk(key, make()))

    def _from_disk(self, key: str) -> Picture | None:
        body = self._disk.read(key)
        media_type = _TYPES.get(body[:2]) if body is not None else None
        return Picture(body, media_type) if body is not None and media_type is not None else None

    def _to_disk(self, key: str, picture: Picture) -> Picture:
        self._disk.write(key, picture.body)
        return picture

    def _cropped(self, source: Source, window: Box, size: int) -> Picture:
        header = probe(source.path)
        width, height = header.displayed
        # A large object in a large photo: decode at half, a quarter… of the size, as long as it is enough.
        halvings = max(0, int(math.log2(max(window[2], window[3], 1.0) / size))) if header.format == "jpeg" else 0
        pixels = self._pixels(source, math.ceil(max(width, height) / 2**halvings) if halvings else None)
        x, y = pixels.shape[1] / width, pixels.shape[0] / height
        return cut(pixels, (window[0] * x, window[1] * y, window[2] * x, window[3] * y), size=size)

    def _pixels(self, source: Source, target: int | None) -> Pixels:
        """The decoded image; the last few are kept, since the objects of one image are looked at together."""
        return self._decoded.get((source.identity, target), lambda: decode(source.path, target=target))
