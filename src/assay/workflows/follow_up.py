"""What is done after an edit: vectors, values and scores that leaned on what was edited are computed anew."""

from __future__ import annotations

from assay.store.store import Store


def follow_up(store: Store) -> None:
    """Embed, measure and score anew what edits made stale; at once, when nothing of the project was."""
    if has_vectors(store):
        from assay.workflows.re_embed import re_embed  # all embedders: loaded by the first who needs them

        re_embed(store)  # first, for metrics and autotags read vectors
    if has_values(store):
        from assay.workflows.remeasure import remeasure  # all metrics: loaded by the first who needs them

        remeasure(store)
    if has_autotags(store):
        from assay.workflows.autotag_scores import refresh_autotags

        refresh_autotags(store)


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
