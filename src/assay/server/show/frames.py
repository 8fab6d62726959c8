"""The frames of a page's images: their sizes, which way up they are shown, and a token that tells when they change."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Boxes, Ids
from assay.media.orientation import orient_boxes, restore_box
from assay.server.replies import Box, ImageRef
from assay.store.snapshot import Snapshot

COLUMNS = ("id", "file_name", "width", "height", "orientation", "problem", "root_id", "path", "file_size")
"""The columns of images that a frame is made of."""

REMOVED = "removed"
"""The problem of an image that was taken out of the dataset."""


class Frames:
    """The images that some objects lie in, by id. Built from rows of the images table with `COLUMNS`."""

    def __init__(self, rows: pa.Table) -> None:
        rows = rows.sort_by("id")
        self._ids: Ids = rows.column("id").to_numpy()
        self._widths = _numbers(rows, "width")
        self._heights = _numbers(rows, "height")
        self._orientations = _numbers(rows, "orientation", missing=1).astype(np.int64)
        stamps = zip(*(rows.column(name).to_pylist() for name in COLUMNS[4:]), strict=True)
        self._stamps = np.array([zlib.crc32(repr(stamp).encode()) for stamp in stamps], dtype=np.uint64)
        self._refs = self._make_refs(rows)

    @classmethod
    def read(cls, snapshot: Snapshot, image_ids: Sequence[int] | Ids) -> Frames:
        """The frames of these images, in one read. A removed image is among them, for the suspects that spoke of it."""
        ids = np.unique(np.asarray(image_ids, dtype=np.int64)).tolist()
        rows = snapshot.all_rows("images", columns=[*COLUMNS, "deleted"], where={"id": ids})
        problems = pc.if_else(rows.column("deleted"), REMOVED, rows.column("problem"))
        return cls(rows.set_column(COLUMNS.index("problem"), "problem", problems))

    def has(self, image_id: int) -> bool:
        """Whether the image is among them."""
        return image_id in self._refs

    def ref(self, image_id: int) -> ImageRef:
        """An image as a reply refers to it."""
        return self._refs[image_id]

    def stamps(self, image_ids: Ids) -> NDArray[np.uint64]:
        """For each image a number that changes with its file."""
        return self._stamps[self._places(image_ids)]

    def displayed(self, boxes: Boxes, image_ids: Ids) -> Boxes:
        """(n, 4) boxes, each in the image at the same place of `image_ids`, as boxes of the displayed images."""
        places = self._places(image_ids)
        orientations = self._orientations[places]
        shown = boxes
        for orientation in np.unique(orientations[orientations != 1]).tolist():
            chosen = orientations == orientation
            at = places[chosen]
            shown = shown.copy() if shown is boxes else shown
            shown[chosen] = orient_boxes(boxes[chosen], orientation, self._widths[at], self._heights[at])
        return shown

    def displayed_box(self, box: Sequence[float], image_id: int) -> Box:
        """One box as a box of the displayed image."""
        x, y, w, h = self.displayed(np.array([box], dtype=np.float64), np.array([image_id]))[0].tolist()
        return x, y, w, h

    def stored_box(self, box: Box, image_id: int) -> Box:
        """One box of the displayed image as a box in the frame that labels live in."""
        at = self._places(np.array([image_id]))[0]
        orientation, width, height = self._orientations[at], self._widths[at], self._heights[at]
        return restore_box(box, int(orientation), float(width), float(height))

    def geometry(self, image_id: int) -> tuple[int, float, float]:
        """Orientation, and width and height of the frame that labels live in."""
        at = self._places(np.array([image_id]))[0]
        return int(self._orientations[at]), float(self._widths[at]), float(self._heights[at])

    def _places(self, image_ids: Ids) -> Ids:
        return np.searchsorted(self._ids, image_ids)

    def _make_refs(self, rows: pa.Table) -> dict[int, ImageRef]:
        columns = [rows.column(name).to_pylist() for name in ("id", "file_name", "width", "height", "problem")]
        turned = (self._orientations >= 5).tolist()
        return {
            image_id: {
                "id": image_id,
                "name": name,
                "width": height if is_turned else width,
                "height": width if is_turned else height,
                "problem": problem,
                "v": f"{stamp:x}",
            }
            for image_id, name, width, height, problem, is_turned, stamp in zip(
                *columns, turned, self._stamps.tolist(), strict=True
            )
        }


def _numbers(rows: pa.Table, name: str, *, missing: float = np.nan) -> NDArray[Any]:
    values = rows.column(name).to_pylist()
    return np.array([missing if value is None else value for value in values], dtype=np.float64)
