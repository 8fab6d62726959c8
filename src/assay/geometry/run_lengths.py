"""Masks as the pixels at which they begin and end: small enough to hold many, quick to intersect.

Pixels are numbered down the columns, as COCO has them: 0 is the top left one, `height` the next to its right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from assay.arrays import Boxes, Ids, check_same_length
from assay.errors import ArrayError

Frames = NDArray[np.int64]
"""(n, 2) height and width in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class RunLengths:
    """n masks; mask i covers the pixels from `edges[k]` up to `edges[k + 1]` for every second k from `starts[i]` on.

    edges : (e,) int32 numbers of pixels. starts : (n + 1,). frames : (n, 2) height and width.
    areas : (n,) pixels set. bounds : (n, 4) the box around them; all 0 for an empty mask.
    """

    edges: NDArray[np.int32]
    starts: Ids
    frames: Frames
    areas: NDArray[np.float64]
    bounds: Boxes

    def __len__(self) -> int:
        return len(self.frames)

    def packed(self) -> tuple[NDArray[np.int32], Ids, Frames, NDArray[np.float64], Boxes]:
        """The arrays, as compiled loops take them."""
        return self.edges, self.starts, self.frames, self.areas, self.bounds


def run_lengths(segmentations: Sequence[str], frames: Frames) -> RunLengths:
    """Masks from COCO's segmentations as JSON text: polygons, drawn into their frame, or an RLE object of its own size.

    `frames` (n, 2) are the heights and widths of the images that the segmentations lie in.

    Raises
    ------
    ArrayError : a text is no segmentation, or its runs do not fit its size.
    """
    from assay.geometry.run_length_kernels import count_edges, measure, read_edges  # numba takes 0.3 s to import

    check_same_length(segmentations=np.empty(len(segmentations)), frames=frames)
    encoded = [_encoded(text, *frame) for text, frame in zip(segmentations, frames.tolist(), strict=True)]
    sizes = np.array([mask["size"] for mask in encoded], np.int64).reshape(-1, 2)
    texts = [mask["counts"] for mask in encoded]
    ends = np.concatenate(([0], np.cumsum([len(text) for text in texts], dtype=np.int64)))
    characters = np.frombuffer(b"".join(texts), np.uint8)
    starts = count_edges(characters, ends)
    edges, bad = read_edges(characters, ends, starts, sizes)
    if bad >= 0:
        height, width = sizes[bad].tolist()
        raise ArrayError(f"Mask {bad} does not fit into its {width} x {height} pixels: {segmentations[bad][:80]}.")
    return RunLengths(edges, starts, sizes, *measure(edges, starts, sizes))


def masks_fit(counts: Sequence[str], frames: Frames) -> bool:
    """Whether all masks, as COCO's run lengths in text, fit into their frames: no run below 0, no pixel too many."""
    from assay.geometry.run_length_kernels import count_edges, read_edges

    check_same_length(counts=np.empty(len(counts)), frames=frames)
    texts = [text.encode() for text in counts]
    ends = np.concatenate(([0], np.cumsum([len(text) for text in texts], dtype=np.int64)))
    characters = np.frombuffer(b"".join(texts), np.uint8)
    return read_edges(characters, ends, count_edges(characters, ends), frames)[1] < 0


def _encoded(text: str, height: int, width: int) -> Any:
    """The segmentation as pycocotools packs it: `size`, and `counts` as bytes."""
    try:
        shape = orjson.loads(text)
        if isinstance(shape, dict) and isinstance(shape["counts"], str):
            return {"size": shape["size"], "counts": shape["counts"].encode()}
        return _packed(shape, height, width)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as reason:
        raise ArrayError(f"This is no segmentation: {text[:80]}.", hint="COCO has polygons and RLE.") from reason


def _packed(shape: Any, height: int, width: int) -> Any:
    from pycocotools import mask as coco_mask

    if isinstance(shape, list):
        rings = [ring for ring in shape if len(ring) >= 6]  # a ring of two corners has no area
        drawn = coco_mask.frPyObjects(rings or [[0.0] * 6], height, width)
        return drawn[0] if len(drawn) == 1 else coco_mask.merge(drawn)
    return coco_mask.frPyObjects(shape, *shape["size"])
