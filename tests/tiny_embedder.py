"""A tiny embedder for tests: crops as 4 x 4 mean colours, about the mean of the set; it counts what it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assay.embeddings.embedder import Crops, Embedder, RawVectors, State
from assay.embeddings.registry import EMBEDDERS
from assay.workflows.embeddings import embed_chunk

SIDE = 16


class Shown:
    """How many crops encoders were given."""

    crops = 0


@dataclass(frozen=True)
class TinyEncoder:
    """Mean colours of 4 x 4 fields. `trouble` may raise of crops."""

    side: int = SIDE
    trouble: Callable[[Crops], None] | None = None

    def encode(self, crops: Crops) -> RawVectors:
        """(n, 48)."""
        if self.trouble is not None:
            self.trouble(crops)
        Shown.crops += len(crops)
        cells = crops.reshape(len(crops), 4, SIDE // 4, 4, SIDE // 4, 3)
        found: RawVectors = cells.mean(axis=(2, 4)).reshape(len(crops), -1).astype(np.float32) + 1
        return found


def _load(*, state: State, gain: float) -> TinyEncoder:
    """Mean colours."""
    return TinyEncoder()


def _fit(raw: RawVectors) -> State:
    return {"mean": raw.mean(axis=0)}


def _project(raw: RawVectors, state: State) -> RawVectors:
    return raw - state["mean"] + np.float32(1e-3)


TINY = Embedder(slug="tiny", version=1, title="Tiny", load=_load, fit=_fit, project=_project, parameters={"gain": 1.0})


@contextmanager
def registered(**changes: Any) -> Iterator[Embedder]:
    """`TINY` with changes, among the embedders while the block runs."""
    embedder = replace(TINY, **changes)
    EMBEDDERS._plugins[embedder.slug] = embedder
    embed_chunk.encoder_of.cache_clear()
    Shown.crops = 0
    try:
        yield embedder
    finally:
        del EMBEDDERS._plugins[embedder.slug]
