"""Compile the kernels of embeddings before someone waits for them; see `evaluation/warm`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def warm_embedding_kernels(*, until: Callable[[], bool] = lambda: False) -> int:
    """Call every kernel once, unless `until` says to stop; return in how many steps."""
    if until():
        return 0
    from assay.embeddings.builtin.descriptor import descriptor
    from assay.embeddings.crops import whole
    from assay.embeddings.embedder import NO_STATE

    encoder = descriptor.load(state=NO_STATE)
    encoder.encode(whole(np.zeros((4, 4, 3), np.uint8), side=encoder.side))
    return 1
