"""Bring embeddings up to date after edits: the objects that were edited, and no others."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from assay.errors import AssayError
from assay.jobs.progress import Progress, quiet
from assay.model.dataset import Dataset
from assay.model.embedding import Embedding
from assay.store.store import Store
from assay.workflows.embeddings.embed import LevelReport, compute, publish
from assay.workflows.embeddings.embed_items import Files, Items
from assay.workflows.embeddings.embed_level import LevelDraft, Task, go_on
from assay.workflows.embeddings.embed_recipe import Recipe
from assay.workflows.vectors_of import embedded_runs

FEW_IMAGES = 2_000
"""An edit of objects in more images leaves their vectors stale: the next `embed` brings them up to date."""


def re_embed(store: Store, *, progress: Progress = quiet) -> list[LevelReport]:
    """Embed anew what edits since the last time made stale, in every dataset; what was done.

    Vectors that came from a file stay as they are, and so do those whose embedder cannot be made ready here.
    """
    reports = []
    for dataset in store.snapshot().datasets():
        for embedding in store.snapshot().embeddings(dataset.id):
            with suppress(AssayError):
                found = stale_part(store, dataset, embedding, progress=progress)
                if found is not None and found[1].count_images() <= FEW_IMAGES:
                    compute(found[0], [found[1]])
                    reports += publish(found[0], [found[1]], default=False)
    return reports


def stale_part(
    store: Store, dataset: Dataset, embedding: Embedding, *, progress: Progress = quiet
) -> tuple[Task, LevelDraft] | None:
    """The rows of images edited since an embedding was computed, and what of it does not hold; None where all does."""
    snapshot, recipe = store.snapshot(), Recipe.again(embedding)
    if recipe is None or embedding.as_of >= snapshot.tip:
        return None
    touched = np.array(sorted(snapshot.touched_since(embedding.as_of)), np.int64)
    files = Files.read(snapshot, dataset, images=touched)
    task = Task(store, snapshot, dataset, files, recipe, embedding.name, whole=False, progress=progress)
    runs = embedded_runs(snapshot, embedding)
    draft = go_on(task, Items.read(snapshot, dataset, embedding.level, files, runs=runs), embedding)
    return (task, draft) if draft is not None and draft.is_changed(default=False) else None
