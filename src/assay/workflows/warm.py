"""Do beforehand what somebody would wait for: compile every kernel, read what the first wall needs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from assay.embeddings.warm import warm_embedding_kernels
from assay.evaluation.warm import warm_kernels
from assay.metrics.warm import warm_metric_kernels
from assay.model.level import Level
from assay.store.store import Store
from assay.vectors.line import quick_lines
from assay.vectors.warm import warm_vector_kernels
from assay.workflows.explore.search import ask
from assay.workflows.reviews.reviews import progress_of
from assay.workflows.wall.wall import WallGroup, open_wall

_MOST_NUMBERS = 1 << 26
"""Of vectors (256 MB): more are not read before somebody asks for them."""


def warm(*, until: Callable[[], bool] = lambda: False) -> None:
    """Call every kernel there is; stop between two of them when `until` says so."""
    warm_kernels(until=until)
    warm_metric_kernels(until=until)
    warm_embedding_kernels(until=until)
    warm_vector_kernels(until=until)


def warm_wall(store: Store, *, until: Callable[[], bool] = lambda: False) -> None:
    """Load what a wall is ordered by, and read the labels' wall of the first dataset and its last review."""
    few = np.zeros((2, 1), np.float32)
    quick_lines(few, np.zeros(2, np.int64))
    snapshot = store.snapshot()
    for dataset in snapshot.datasets()[:1]:
        embedding = snapshot.embedding(dataset.id, Level.ANNOTATION)
        if until() or (embedding is not None and embedding.count * embedding.dimension > _MOST_NUMBERS):
            return
        open_wall(ask(snapshot, level=Level.ANNOTATION, dataset=dataset.id), group=WallGroup.CLASS)
        if until():
            return
        for review in store.reviews.of_dataset(dataset.id)[-1:]:
            progress_of(store, review)
