"""Build the demo project from its sets, as a user would: import, embed, evaluate, find, measure."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assay.demo.digits import write_digits
from assay.demo.injected import Injection, read_injected
from assay.demo.scenes import write_scenes
from assay.demo.score import Found, score_classes, score_objects
from assay.jobs.progress import Progress, quiet
from assay.model.evaluation import EvaluationConfig
from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.create_project import open_or_create
from assay.workflows.embeddings.embed import embed
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.issues.find_issues import FindReport, find_issues
from assay.workflows.metrics.measure import measure
from assay.workflows.runs.evaluate_run import evaluate_run
from assay.workflows.vectors_of import EMBEDDED_LEVELS

PROJECT = "demo.assay"
RUN = "reader"


@dataclass(frozen=True, slots=True)
class DemoSet:
    """What one demo set was given and what was found in it. `found` is by kind of injected error."""

    dataset: str
    images: int
    labels: int
    predictions: int
    found: Mapping[Injection, Found]
    suspects: int
    real: int

    @property
    def precision(self) -> float | None:
        """Share of the open suspects that are injected errors; None when there are no suspects."""
        return self.real / self.suspects if self.suspects else None


@dataclass(frozen=True, slots=True)
class DemoReport:
    """The demo project and what Assay found in it."""

    project: Path
    sets: tuple[DemoSet, ...]


def build_demo(folder: Path, *, scenes: int = 400, seed: int = 0, progress: Progress = quiet) -> DemoReport:
    """Write both demo sets below `folder`, and a project `demo.assay` with their labels, predictions and suspects.

    A set whose files stand there already is not written again; importing again changes nothing.
    """
    progress.stage("Making the demo images")
    _once(folder / "scenes", lambda at: write_scenes(at, count=scenes, seed=seed))
    _once(folder / "digits", lambda at: write_digits(at, seed=seed))
    with open_or_create(folder / PROJECT) as store:
        detection = _bring_in(
            store, folder / "scenes", labels="labels.json", results="predictions.json", progress=progress
        )
        classification = _bring_in(
            store, folder / "digits", labels="images", results="probabilities.csv", progress=progress
        )
    return DemoReport(folder / PROJECT, (detection, classification))


def build_from(
    folder: Path, source: Path, predictions: Path | None, *, images: Path | None = None, progress: Progress = quiet
) -> tuple[Path, FindReport]:
    """A demo project of a user's own data: import, evaluate, find; the project's path and what was found."""
    project = folder / PROJECT
    with open_or_create(project) as store:
        report = import_dataset(store, source, images=images, progress=progress)
        if predictions is not None:
            import_predictions(store, predictions, run=predictions.stem, dataset=report.dataset, progress=progress)
            evaluate_run(store, dataset=report.dataset, run=predictions.stem, progress=progress)
        return project, find_issues(store, dataset=report.dataset, progress=progress)


def _bring_in(store: Store, folder: Path, *, labels: str, results: str, progress: Progress) -> DemoSet:
    name = folder.name
    imported = import_dataset(store, folder / labels, dataset=name, progress=progress)
    predicted = import_predictions(store, folder / results, run=RUN, dataset=name, progress=progress)
    evaluate_run(store, dataset=name, run=RUN, config=EvaluationConfig(), progress=progress)
    # Where labels are of whole images, one embedding serves both.
    embed(store, dataset=name, levels=EMBEDDED_LEVELS if name == "scenes" else [Level.IMAGE], progress=progress)
    find_issues(store, dataset=name, run=RUN, progress=progress)
    measure(store, dataset=name, run=RUN, progress=progress)
    score = score_objects if name == "scenes" else score_classes
    found, suspects, real = score(store.snapshot(), name, read_injected(folder / "injected.json"))
    return DemoSet(
        dataset=name,
        images=imported.images.total,
        labels=imported.objects.total,
        predictions=predicted.objects.total,
        found=found,
        suspects=suspects,
        real=real,
    )


def _once(folder: Path, write: Callable[[Path], None]) -> None:
    """Write a set beside its place and move it there when it is whole, so that a cut-off run leaves no half set."""
    if folder.exists():
        return
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    write(partial)
    partial.rename(folder)
