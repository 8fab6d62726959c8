"""Tiles of rows: where each stands in its image, and the file of that, for many rows at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Boxes, Ids
from assay.errors import MediaError
from assay.media.locate import Locator
from assay.media.orientation import orient_boxes
from assay.media.pictures import Source
from assay.media.sheets import Tile
from assay.media.squares import square_windows
from assay.model.level import Level
from assay.store.snapshot import Snapshot

_OBJECT = ("id", "image_id", "x", "y", "w", "h")
_IMAGE = ("id", "root_id", "path", "width", "height", "orientation")
_TABLES = {Level.ANNOTATION: "annotations", Level.PREDICTION: "predictions"}


def tiles_of(snapshot: Snapshot, level: Level, ids: Ids, *, context: float) -> list[Tile | None]:
    """A tile for each row, None for one that is not there, or whose image has no file."""
    if level is Level.IMAGE:
        found, image_ids = ids, ids
        boxes = np.full((len(ids), 4), np.nan)
    else:
        rows = snapshot.take(_TABLES[level], ids, columns=_OBJECT)
        found, image_ids = _whole_numbers(rows, "id"), _whole_numbers(rows, "image_id")
        boxes = np.stack([_numbers(rows, name) for name in _OBJECT[2:]], axis=1)
    images = snapshot.take("images", np.unique(image_ids), columns=_IMAGE)
    at = _place_of(_whole_numbers(images, "id"), image_ids)
    found, boxes, at = found[at >= 0], boxes[at >= 0], at[at >= 0]
    sizes = np.stack([np.nan_to_num(_numbers(images, name)) for name in ("width", "height")], axis=1)
    turned = np.nan_to_num(_numbers(images, "orientation"), nan=1).astype(np.int64)[at]
    squares = square_windows(_displayed(boxes, turned, sizes[at]), _turned(sizes[at], turned), context=context)
    sources = _sources(snapshot, images)
    tiles = {
        id: Tile(source, None if square[2] != square[2] else (square[0], square[1], square[2]))
        for id, row, square in zip(found.tolist(), at.tolist(), squares.tolist(), strict=True)
        if (source := sources[row]) is not None
    }
    return [tiles.get(id) for id in ids.tolist()]


def _displayed(boxes: Boxes, turned: Ids, sizes: NDArray[np.float64]) -> Boxes:
    """Boxes of the frames that labels live in, as boxes of the displayed images."""
    shown = boxes.copy()
    for orientation in np.unique(turned[turned != 1]).tolist():
        at = turned == orientation
        shown[at] = orient_boxes(boxes[at], orientation, sizes[at, 0], sizes[at, 1])
    return shown


def _turned(sizes: NDArray[np.float64], turned: Ids) -> NDArray[np.float64]:
    """Width and height as displayed."""
    return np.where((turned >= 5)[:, None], sizes[:, ::-1], sizes)


def _sources(snapshot: Snapshot, images: pa.Table) -> list[Source | None]:
    """The file of each image; None where there is none, or it is not where it may be."""
    roots = {id: Locator(root) for id, root in snapshot.roots().items()}
    sources: list[Source | None] = []
    for root, path in zip(images["root_id"].to_pylist(), images["path"].to_pylist(), strict=True):
        try:
            sources.append(None if root is None or path is None else Source.of(roots[root].locate(path)))
        except (MediaError, KeyError):
            sources.append(None)
    return sources


def _place_of(known: Ids, wanted: Ids) -> Ids:
    """(n,) where each of `wanted` stands among `known`, which rise; -1 where it does not."""
    if not len(known):
        return np.full(len(wanted), -1)
    at = np.searchsorted(known, wanted).clip(max=len(known) - 1)
    return np.where(known[at] == wanted, at, -1)


def _whole_numbers(rows: pa.Table, name: str) -> Ids:
    return np.asarray(rows[name].to_numpy(), np.int64)


def _numbers(rows: pa.Table, name: str) -> NDArray[np.float64]:
    return np.asarray(pc.cast(rows[name], pa.float64()).to_numpy(), np.float64)
