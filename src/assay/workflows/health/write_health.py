"""Write a health report as one HTML file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from assay.jobs.progress import Progress, quiet
from assay.store.store import Store
from assay.workflows.health.album import HealthAlbum
from assay.workflows.health.page import page
from assay.workflows.health.report import HealthReport, health
from assay.workflows.report.examples import Album


def write_health(
    store: Store,
    out: Path,
    *,
    dataset: str | int | None = None,
    run: str | int | None = None,
    progress: Progress = quiet,
) -> HealthReport:
    """Write the health report of a dataset into one HTML file that needs nothing else.

    Raises
    ------
    NotFound : there is no such dataset or run.
    """
    snapshot = store.snapshot()
    progress.stage("Counting")
    found = health(snapshot, dataset=dataset, run=run)
    progress.stage("Cutting pictures")
    album = HealthAlbum(snapshot, Album.of(snapshot, store.path), found)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page(found, album, made=datetime.now().astimezone()), encoding="utf-8")
    return found
