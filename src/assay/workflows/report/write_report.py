"""Write a report of a run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assay.jobs.progress import Progress, quiet
from assay.model.evaluation import EvaluationConfig
from assay.store.store import Store
from assay.workflows.report.examples import Album
from assay.workflows.report.findings import gather
from assay.workflows.report.page import page


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report as it was written: where, and how large it is."""

    path: Path
    run: str
    other: str | None
    size: int


def write_report(
    store: Store,
    out: Path,
    *,
    run: str | int | None = None,
    other: str | int | None = None,
    dataset: str | int | None = None,
    config: EvaluationConfig | None = None,
    progress: Progress = quiet,
) -> ReportFile:
    """Write one HTML file about `run` (the newest when None), held against the run `other` if one is named.

    The file opens offline: its style, plots and pictures are in it. Nothing of the project changes.

    Raises
    ------
    NotFound : there is no such dataset or run.
    """
    snapshot = store.snapshot()
    target = snapshot.dataset(dataset)
    chosen = snapshot.run(target.id, run)
    against = None if other is None else snapshot.run(target.id, other)
    progress.stage("Counting")
    found = gather(snapshot, chosen, config=config or EvaluationConfig(), other=against)
    progress.stage("Cutting pictures")
    text = page(found, Album.of(snapshot, store.path), made=datetime.now().astimezone())
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    return ReportFile(out, chosen.name, None if against is None else against.name, out.stat().st_size)
