"""What is done after an edit: what leaned on what was edited is brought up to it."""

from __future__ import annotations

from assay.store.store import Store
from assay.workflows.segment_errors import settle_items


def follow_up(store: Store) -> None:
    """Embed, measure, score and look at anew what edits made stale, and close what they mended.

    At once where there is nothing of the kind.
    """
    if has_vectors(store):
        from assay.workflows.embeddings.re_embed import re_embed  # all embedders: loaded by the first who needs them

        re_embed(store)  # first, for metrics and autotags read vectors
    if has_values(store):
        from assay.workflows.metrics.remeasure import remeasure  # all metrics: loaded by the first who needs them

        remeasure(store)
    if has_autotags(store):
        from assay.workflows.embeddings.autotag_scores import refresh_autotags

        refresh_autotags(store)
    if has_searches(store):
        from assay.workflows.issues.find_again import find_again  # all detectors: loaded by the first who needs them

        find_again(store)
    settle_items(store)


def has_vectors(store: Store) -> bool:
    """Whether anything of the project was embedded."""
    snapshot = store.snapshot()
    return any(snapshot.embeddings(dataset.id) for dataset in snapshot.datasets())


def has_values(store: Store) -> bool:
    """Whether any metric was measured in the project."""
    snapshot = store.snapshot()
    return any(snapshot.metric_columns(dataset.id) for dataset in snapshot.datasets())


def has_autotags(store: Store) -> bool:
    """Whether the project has an autotag."""
    snapshot = store.snapshot()
    return any(snapshot.autotags(dataset.id) for dataset in snapshot.datasets())


def has_searches(store: Store) -> bool:
    """Whether errors were ever looked for in the project."""
    snapshot = store.snapshot()
    return any(snapshot.looked_for(dataset.id) for dataset in snapshot.datasets())
