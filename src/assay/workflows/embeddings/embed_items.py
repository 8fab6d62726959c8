"""The images and objects of a dataset as an embedder sees them, and by what each vector is known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Boxes, Ids
from assay.model.dataset import Dataset
from assay.model.level import Level
from assay.model.shape import ShapeKind
from assay.schema.fields import LEVEL_TABLES
from assay.store.filters import Where
from assay.store.snapshot import Snapshot
from assay.workflows.image_places import file_status, places, upright

_IMAGE_COLUMNS = ("id", "root_id", "path", "width", "height", "orientation")
_OBJECT_COLUMNS = ("id", "image_id", "kind", "x", "y", "w", "h")
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Files:
    """The image files of a dataset, or of some of its images, in order of id.

    places : folder and path of each. stamps : (n,) a hash of its path, size and time of change; 0 where there is none.
    """

    rows: pa.Table
    places: list[tuple[Path | None, str]]
    stamps: NDArray[np.uint64]

    @classmethod
    def read(cls, snapshot: Snapshot, dataset: Dataset, *, images: Ids | None = None) -> Files:
        """Those of `images`, or all."""
        some: Where = {} if images is None else {"id": images.tolist()}
        rows = snapshot.rows("images", columns=_IMAGE_COLUMNS, where={"dataset_id": dataset.id, **some})
        found = places(rows, snapshot.roots())
        return cls(rows, found, np.array([_stamp(*place) for place in found], np.uint64))

    @property
    def ids(self) -> Ids:
        """(n,) ids of the images, ascending."""
        return np.asarray(self.rows["id"], np.int64)


@dataclass(frozen=True, eq=False)
class Items:
    """The rows of one level, in order of id.

    image : (n,) the row in `Files` that each lies in. boxes : (n, 4) in px of the displayed image; NaN for a whole one.
    stamps : (n,) a hash of the picture that each shows: the file, and the place in it.
    """

    level: Level
    ids: Ids
    image: Ids
    boxes: Boxes
    stamps: NDArray[np.uint64]

    @classmethod
    def read(
        cls, snapshot: Snapshot, dataset: Dataset, level: Level, files: Files, *, runs: Collection[int] | None = None
    ) -> Items:
        """The rows of a level that lie in `files`; of predictions those of `runs`, or of all runs."""
        if level is Level.IMAGE:
            image = np.arange(len(files.ids))
            boxes = np.full((len(image), 4), np.nan)
            return cls(level, files.ids, image, boxes, _mixed(files.stamps, boxes))
        where: dict[str, Any] = {"dataset_id": dataset.id}
        if level is Level.PREDICTION and runs is not None:
            where["run_id"] = sorted(runs)
        rows = snapshot.rows(LEVEL_TABLES[level].name, columns=_OBJECT_COLUMNS, where=where)
        of_image = np.asarray(rows["image_id"], np.int64)
        kept = np.isin(of_image, files.ids)
        rows, image = rows.filter(pa.array(kept)), np.searchsorted(files.ids, of_image[kept])
        stored = [pc.fill_null(rows[name].cast(pa.float64()), np.nan).to_numpy() for name in ("x", "y", "w", "h")]
        boxes = upright(np.stack(stored, axis=1), image, files.rows)
        boxes[np.asarray(pc.equal(rows["kind"], ShapeKind.WHOLE_IMAGE.value), np.bool_)] = np.nan
        return cls(level, np.asarray(rows["id"], np.int64), image, boxes, _mixed(files.stamps[image], boxes))

    def __len__(self) -> int:
        return len(self.ids)

    def keys(self, identity: str) -> Ids:
        """(n,) by what the vector of each is known, where `identity` says how vectors are made."""
        return _mix(self.stamps ^ np.uint64(_hashed(identity))).view(np.int64)


def _stamp(root: Path | None, path: str) -> int:
    status = file_status(root, path)
    return 0 if status is None else _hashed(f"{path}\0{status.st_size}\0{status.st_mtime_ns}")


def _hashed(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def _mixed(stamps: NDArray[np.uint64], boxes: Boxes) -> NDArray[np.uint64]:
    """(n,) one hash of a stamp and a box each."""
    bits = np.where(np.isnan(boxes), np.nan, boxes).view(np.uint64)
    found = stamps
    for column in bits.T:
        found = _mix(found ^ _mix(column))
    return found


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread every bit of each value over all of it (SplitMix64, Steele and others 2014)."""
    with np.errstate(over="ignore"):
        values = values + _GOLDEN
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return values ^ (values >> np.uint64(31))
