"""Export the predictions of a run: from the store, by records, to a foreign format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from assay.formats.registry import PREDICTION_WRITERS
from assay.jobs.progress import Progress, quiet
from assay.model.loss import LossReport
from assay.store.store import Store
from assay.workflows.exports.export_dataset import StoredRecords, refuse_losses


@dataclass(frozen=True, slots=True)
class RunExport:
    """What an export of a run wrote, and what its format could not carry."""

    format: str
    run: str
    out: Path
    predictions: int
    losses: LossReport
    seconds: float


def export_run(
    store: Store,
    out: Path,
    *,
    run: str,
    format: str = "coco-results",
    dataset: str | int | None = None,
    query: str = "",
    strict: bool = False,
    progress: Progress = quiet,
) -> RunExport:
    """Write the predictions of `run`, all of them or those in the images of `query`, to `out`.

    Images and classes go by the ids that `export_dataset` gives them in COCO.

    Raises
    ------
    NotFound : there is no such run.
    LossRefused : `strict`, and the format cannot carry everything; nothing was written.
    OutputUnwritable : the system refused to write there.
    PluginUnknown : there is no writer of predictions of that name.
    """
    started = perf_counter()
    writer = PREDICTION_WRITERS[format]
    batches = StoredRecords.of(store, dataset, query, run=run)
    if strict:
        refuse_losses(writer, batches)
    progress.stage(f"Writing {writer.title}")
    written = writer.write(batches, out)
    return RunExport(format, run, out, written.objects, written.losses, perf_counter() - started)
