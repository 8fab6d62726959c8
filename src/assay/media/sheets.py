"""Sheets: many crops in one picture, tile beside tile, which is what a wall asks for."""

from __future__ import annotations

import math
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import simplejpeg

from assay.errors import MediaError
from assay.media.crop import resized
from assay.media.crop_cache import CropCache
from assay.media.decode_file import decode_file
from assay.media.encode import Picture
from assay.media.image_file import ImageFile, read_image_file
from assay.media.orientation import Pixels
from assay.media.pictures import Source

COLUMNS = 16
"""Tiles in a row of a sheet."""

MOST_TILES = 128
"""Tiles of a sheet."""

GROUND = 96
"""The grey around an image, and behind the words on a tile whose image cannot be shown."""

_HATCH, _INK = 84, 200
_QUALITY = 85
_QUALITY_KEPT = 92  # a kept tile is encoded once more in each sheet that shows it
_THREADS = min(os.cpu_count() or 1, 8)

Square = tuple[float, float, float]
"""Left, top and length of a square in displayed pixels, see `square_windows`."""


@dataclass(frozen=True, slots=True)
class Tile:
    """What a tile shows: a square of an image, or with `square` None all of it. What lies outside is `GROUND`."""

    source: Source
    square: Square | None = None

    def key(self, side: int) -> bytes:
        """16 bytes that tell it from any other tile."""
        return bytes.fromhex(self.source.key("tile", self.square, side))


@dataclass(frozen=True, slots=True)
class Batch:
    """Tiles that are made together, each `side` pixels long and high."""

    tiles: tuple[Tile, ...]
    side: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture `COLUMNS` tiles wide, row by row, and the places of the tiles that could not be shown."""

    picture: Picture
    failed: tuple[int, ...]


class Sheets:
    """Makes sheets. Each image is decoded once for a sheet, and not at all where its tiles are kept from before.

    Tiles are kept in `folder` up to `limit` bytes, each by itself: another order of the same wall needs no image.
    """

    def __init__(self, folder: Path, *, limit: int) -> None:
        self._kept = CropCache(folder, limit=limit)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="sheet")

    def sheet(self, tiles: Sequence[Tile | None], *, side: int) -> Sheet:
        """The sheet of these tiles, each `side` pixels long and high; None stands for one that cannot be shown."""
        canvas = np.full((-(-len(tiles) // COLUMNS) * side, COLUMNS * side, 3), GROUND, np.uint8)
        views = [
            canvas[at // COLUMNS * side : (at // COLUMNS + 1) * side, at % COLUMNS * side : (at % COLUMNS + 1) * side]
            for at in range(len(tiles))
        ]
        failed = self._fill(tiles, views, side)
        for at in failed:
            views[at][:] = _words(side)
        # Colours in full: at half of the size, a browser that smooths them would let a tile bleed into the next.
        body = simplejpeg.encode_jpeg(canvas, quality=_QUALITY, colorsubsampling="444")
        return Sheet(Picture(body, "image/jpeg"), failed)

    def warm(self, tiles: Sequence[Tile | None], *, side: int) -> None:
        """Make and keep those tiles that are not kept yet."""
        wanted = self.lacking(tiles, side=side)
        self._make(wanted, [np.empty((side, side, 3), np.uint8) for _ in wanted], side)

    def lacking(self, tiles: Sequence[Tile | None], *, side: int) -> list[Tile]:
        """Those tiles that are not kept yet."""
        known = [tile for tile in tiles if tile is not None]
        missing = self._kept.missing([tile.key(side) for tile in known])
        return [tile for tile, is_missing in zip(known, missing, strict=True) if is_missing]

    def has_room(self, size: int) -> bool:
        """Whether so many bytes more can be kept without any of those that are."""
        return size <= self._kept.room()

    def keep(self, made: Mapping[bytes, bytes]) -> None:
        """Keep tiles that another process made, see `make_tiles`."""
        self._kept.write(made)

    def _fill(self, tiles: Sequence[Tile | None], views: Sequence[Pixels], side: int) -> tuple[int, ...]:
        """Draw each tile into its view; the places of those that could not be."""
        keys = [None if tile is None else tile.key(side) for tile in tiles]
        kept = self._kept.read(key for key in keys if key is not None)
        wanted = []
        for at, key in enumerate(keys):
            if key is not None and not _paste(kept.get(key), views[at]):
                wanted.append(at)
        # Every place in `wanted` has a tile, for it has a key.
        shown = self._make([tile for at in wanted if (tile := tiles[at])], [views[at] for at in wanted], side)
        broken = {at for at, is_shown in zip(wanted, shown, strict=True) if not is_shown}
        return tuple(at for at, key in enumerate(keys) if key is None or at in broken)

    def _make(self, tiles: Sequence[Tile], views: Sequence[Pixels], side: int) -> list[bool]:
        """Cut each tile into its view, image by image on several threads, and keep them; whether each could be."""

        def work(entry: tuple[Source, list[int]]) -> dict[int, bytes]:
            source, at = entry
            return dict(
                zip(at, _cut_all(source, [tiles[i].square for i in at], [views[i] for i in at], side), strict=False)
            )

        made: dict[int, bytes] = {}
        for part in self._pool.map(work, _by_source(tiles).items()):
            made.update(part)
        self._kept.write({tiles[at].key(side): body for at, body in made.items()})
        return [at in made for at in range(len(tiles))]


def make_tiles(batch: Batch) -> dict[bytes, bytes]:
    """The tiles of a batch as they are kept, by key; none of an image that cannot be shown. No folder is touched."""
    made = {}
    for source, places in _by_source(batch.tiles).items():
        squares = [batch.tiles[at].square for at in places]
        views = [np.empty((batch.side, batch.side, 3), np.uint8) for _ in places]
        bodies = _cut_all(source, squares, views, batch.side)
        made.update({batch.tiles[at].key(batch.side): body for at, body in zip(places, bodies, strict=False)})
    return made


def _by_source(tiles: Sequence[Tile]) -> dict[Source, list[int]]:
    """The places of the tiles of each image."""
    places: defaultdict[Source, list[int]] = defaultdict(list)
    for at, tile in enumerate(tiles):
        places[tile.source].append(at)
    return places


@cache
def _words(side: int) -> Pixels:
    """The tile of what cannot be shown, hatched as such pictures are on other pages."""
    tile = np.full((side, side, 3), GROUND, np.uint8)
    for at in range(-side, side, max(side // 8, 4)):
        cv2.line(tile, (at, side), (at + side, 0), (_HATCH,) * 3, 1, cv2.LINE_AA)
    scale = side / 190
    for word, height in (("cannot be", 0.46), ("shown", 0.62)):
        (width, _), _ = cv2.getTextSize(word, cv2.FONT_HERSHEY_SIMPLEX, scale, 1)
        place = ((side - width) // 2, round(side * height))
        cv2.putText(tile, word, place, cv2.FONT_HERSHEY_SIMPLEX, scale, (_INK,) * 3, 1, cv2.LINE_AA)
    return tile


def _paste(body: bytes | None, view: Pixels) -> bool:
    """Draw a kept tile; False where it is not there, or not what was written."""
    if body is None:
        return False
    try:
        pixels = simplejpeg.decode_jpeg(body, "RGB", fastdct=True, fastupsample=True)
    except ValueError:
        return False
    if pixels.shape != view.shape:
        return False
    view[:] = pixels
    return True


def _cut_all(source: Source, squares: Sequence[Square | None], views: Sequence[Pixels], side: int) -> list[bytes]:
    """Cut the squares of one image into their views; the tiles as they are kept, none where it cannot be shown."""
    try:
        file = read_image_file(source.path)
        pixels = decode_file(file, target=_target(file, squares, side)).pixels
    except MediaError:
        return []
    width, height = file.header.displayed if file.header else pixels.shape[1::-1]
    scale = pixels.shape[1] / width, pixels.shape[0] / height
    for square, view in zip(squares, views, strict=True):
        _cut_square(pixels, square or _whole(width, height), view, scale)
    return [
        simplejpeg.encode_jpeg(np.ascontiguousarray(view), quality=_QUALITY_KEPT, colorsubsampling="420")
        for view in views
    ]


def _target(file: ImageFile, squares: Sequence[Square | None], side: int) -> int | None:
    """How long the longer side must be decoded for the smallest square; a JPEG is decoded fast at 1/2, 1/4 and 1/8."""
    if file.header is None or file.header.format != "jpeg":
        return None
    longest = max(file.header.displayed)
    shortest = min(longest if square is None else square[2] for square in squares)
    halvings = int(math.log2(max(shortest / side, 1.0)))
    return math.ceil(longest / 2**halvings) if halvings else None


def _whole(width: int, height: int) -> Square:
    length = max(width, height)
    return (width - length) / 2, (height - length) / 2, float(length)


def _cut_square(pixels: Pixels, square: Square, view: Pixels, scale: tuple[float, float]) -> None:
    """Draw what of `square` lies inside the image at its place in `view`, `GROUND` around it.

    scale : decoded pixels per displayed one, across and down.
    """
    left, top, length = square
    side = len(view)
    width, height = pixels.shape[1] / scale[0], pixels.shape[0] / scale[1]
    x0, y0 = max(left, 0.0), max(top, 0.0)
    x1, y1 = min(left + length, width), min(top + length, height)
    view[:] = GROUND
    columns, rows = _span(x0 - left, x1 - left, side / length, side), _span(y0 - top, y1 - top, side / length, side)
    if x1 <= x0 or y1 <= y0:
        return
    window = (x0 * scale[0], y0 * scale[1], (x1 - x0) * scale[0], (y1 - y0) * scale[1])
    shape = (columns.stop - columns.start, rows.stop - rows.start)
    view[rows, columns] = resized(pixels, window, shape)


def _span(start: float, end: float, scale: float, side: int) -> slice:
    """Where a part of a square lies on its tile: one pixel at least."""
    first = min(round(start * scale), side - 1)
    return slice(first, max(first + 1, min(round(end * scale), side)))
