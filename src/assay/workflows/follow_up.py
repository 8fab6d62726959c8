"""What is done after an edit: values that leaned on what was edited are measured anew."""

from __future__ import annotations

from assay.store.store import Store


def follow_up(store: Store) -> None:
    """Measure and score anew what edits made stale; at once, when nothing of the project was measured."""
    if has_values(store):
        from assay.workflows.remeasure import remeasure  # all metrics: loaded by the first who needs them

        remeasure(store)
    if has_autotags(store):
        from assay.workflows.autotag_scores import refresh_autotags

        refresh_autotags(store)


def has_values(store: Store) -> bool:
    """Whether any metric was measured in the project."""
    snapshot = store.snapshot()
    return any(snapshot.metric_columns(dataset.id) for dataset in snapshot.datasets())


def has_autotags(store: Store) -> bool:
    """Whether the project has an autotag."""
    snapshot = store.snapshot()
    return any(snapshot.autotags(dataset.id) for dataset in snapshot.datasets())
