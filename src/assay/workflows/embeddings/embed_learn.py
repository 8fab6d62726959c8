"""The crops of a set for an embedder that learns: cut once, kept in a file, drawn in any order."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assay.embeddings.embedder import Crops
from assay.jobs.progress import Progress
from assay.workflows.embeddings.embed_chunk import Maker
from assay.workflows.embeddings.embed_items import Files, Items
from assay.workflows.embeddings.embed_pass import chunks_of, cut_ahead

MOST = 20_000
"""So many crops are learned from, drawn at random from a larger set."""

_NOBODY = Maker("", "{}")


class SetCrops:
    """A `CropSource` of the rows of one level. `folder` is where the crops lie meanwhile."""

    def __init__(self, items: Items, files: Files, *, margin: float, folder: Path, progress: Progress) -> None:
        seen = np.flatnonzero(files.stamps[items.image] != 0)
        drawn = np.random.default_rng(0).permutation(seen)[:MOST]
        self._items, self._files, self._rows = items, files, np.sort(drawn)
        self._margin, self._folder, self._progress = margin, folder, progress
        self._cut: dict[int, NDArray[np.uint8]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def batches(self, side: int, *, size: int, seed: int) -> Iterator[Crops]:
        """All crops once, in an order drawn by `seed`, `size` at a time."""
        if side not in self._cut:
            self._cut[side] = self._cut_all(side)
        crops = self._cut[side]
        order = np.random.default_rng(seed).permutation(len(crops))
        for start in range(0, len(order), size):
            yield np.asarray(crops[order[start : start + size]])

    def _cut_all(self, side: int) -> NDArray[np.uint8]:
        chunks = chunks_of(self._items, self._rows, self._files, _NOBODY, side=side, margin=self._margin)
        self._progress.stage("Cutting crops to learn from", len(self._rows))
        out = np.memmap(self._folder / f"{side}.crops", np.uint8, "w+", shape=(max(1, len(self)), side, side, 3))
        filled = 0
        for _, (cut,) in cut_ahead(chunks):
            out[filled : filled + len(cut.rows)] = cut.crops
            filled += len(cut.rows)
            self._progress.advance(len(cut.rows))
        return out[:filled]


@contextmanager
def set_crops(items: Items, files: Files, *, margin: float, cache: Path, progress: Progress) -> Iterator[SetCrops]:
    """The crops of the rows of a level, for as long as the block runs."""
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="crops-", ignore_cleanup_errors=True) as folder:
        yield SetCrops(items, files, margin=margin, folder=Path(folder), progress=progress)
