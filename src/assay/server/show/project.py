"""The project with its datasets and runs."""

from __future__ import annotations

from assay import __version__
from assay.model.dataset import Dataset as StoredDataset
from assay.model.run import Run as StoredRun
from assay.model.version import Version
from assay.server.replies import Dataset, Project, Run
from assay.server.show.changes import show_ref
from assay.server.show.evaluation import show_evaluation
from assay.server.show.version import show_version
from assay.store.snapshot import Snapshot
from assay.workflows.overview import split_counts
from assay.workflows.runs.evaluate_run import read_evaluation


def show_project(name: str, folder: str, snapshot: Snapshot, *, author: str, at: Version | None = None) -> Project:
    """What the app shows first, of the project as it is now or `at` a version: there nothing can be undone."""
    return {
        "name": name.removesuffix(".assay"),
        "folder": folder,
        "version": __version__,
        "revision": snapshot.key,
        "author": author,
        "datasets": [_dataset(dataset, snapshot) for dataset in snapshot.datasets()],
        "undo": show_ref(snapshot.next_undo()) if at is None else None,
        "redo": show_ref(snapshot.next_redo()) if at is None else None,
        "at": None if at is None else show_version(at),
    }


def _dataset(dataset: StoredDataset, snapshot: Snapshot) -> Dataset:
    splits = split_counts(snapshot, dataset.id)
    return {
        "id": dataset.id,
        "name": dataset.name,
        "task": dataset.task,
        "images": sum(splits.values()),
        "annotations": snapshot.count("annotations", where={"dataset_id": dataset.id}),
        "splits": [{"name": name, "count": count} for name, count in splits.items()],
        "runs": [_run(run, snapshot) for run in snapshot.runs(dataset.id)],
    }


def _run(run: StoredRun, snapshot: Snapshot) -> Run:
    evaluated = snapshot.evaluation(run.id) is not None
    return {
        "id": run.id,
        "name": run.name,
        "predictions": snapshot.count("predictions", where={"run_id": run.id}),
        "evaluation": show_evaluation(read_evaluation(snapshot, run)) if evaluated else None,
    }
