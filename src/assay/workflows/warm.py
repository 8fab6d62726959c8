"""Compile every kernel before someone waits for it."""

from __future__ import annotations

from collections.abc import Callable

from assay.embeddings.warm import warm_embedding_kernels
from assay.evaluation.warm import warm_kernels
from assay.metrics.warm import warm_metric_kernels
from assay.vectors.warm import warm_vector_kernels


def warm(*, until: Callable[[], bool] = lambda: False) -> None:
    """Call every kernel there is; stop between two of them when `until` says so."""
    warm_kernels(until=until)
    warm_metric_kernels(until=until)
    warm_embedding_kernels(until=until)
    warm_vector_kernels(until=until)
