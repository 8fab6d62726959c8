"""Where the files of images lie, how they are told to have changed, and their boxes as a person sees them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from assay.arrays import Boxes, Ids
from assay.errors import MediaError
from assay.media.locate import check_inside
from assay.media.orientation import orient_boxes


def places(images: pa.Table, roots: Mapping[int, Path]) -> list[tuple[Path | None, str]]:
    """The folder and the path of each image; no folder where none is known."""
    pairs = zip(images.column("root_id").to_pylist(), images.column("path").to_pylist(), strict=True)
    return [(None, "") if path is None else (roots.get(root), path) for root, path in pairs]


def file_status(root: Path | None, path: str) -> os.stat_result | None:
    """Size and time of change of a file, read without opening it; None where there is no file."""
    if root is None:
        return None
    try:
        check_inside(path)
        return os.stat(os.path.join(root, path))
    except (MediaError, OSError):
        return None


def upright(boxes: Boxes, image: Ids, images: pa.Table) -> Boxes:
    """Boxes of stored images as boxes of the displayed ones. image : (n,) the row of `images` that each lies in."""
    orientations = np.asarray(images.column("orientation").fill_null(1), np.int64)[image]
    shown = boxes.copy()
    for orientation in np.unique(orientations[orientations != 1]).tolist():
        chosen = orientations == orientation
        width, height = (
            np.asarray(images.column(name).cast(pa.float64()).fill_null(np.nan))[image[chosen]]
            for name in ("width", "height")
        )
        shown[chosen] = orient_boxes(boxes[chosen], orientation, width, height)
    return shown
