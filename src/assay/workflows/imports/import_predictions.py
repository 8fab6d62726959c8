"""Import predictions: a result file becomes a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import perf_counter

from assay.amounts import amount
from assay.formats.format import Reader, ReadOptions
from assay.formats.registry import PREDICTION_READERS
from assay.formats.sniff import sniff_predictions
from assay.jobs.progress import Progress, quiet
from assay.model.change import ChangeKind
from assay.model.reading import Reading
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.imports.prediction_file import PredictionFile
from assay.workflows.imports.report import ImportReport, Tally
from assay.workflows.imports.write_run import write_run
from assay.workflows.names import checked_name


def import_predictions(
    store: Store,
    file: Path,
    *,
    run: str,
    format: str | None = None,
    dataset: str | int | None = None,
    split: str | None = None,
    reading: Reading | None = None,
    class_shift: int | None = None,
    author: str = "",
    origin: str = "sdk",
    progress: Progress = quiet,
) -> ImportReport:
    """Import `file` as the run named `run` of `dataset` (the first one when None).

    All or nothing. A run of that name is brought up to the file: unchanged predictions keep their ids, changed
    ones are updated, and those that the file no longer holds are removed; where every row had to be left out, nothing
    is changed but what `class_shift` forgets. `split` narrows which images the file's names may mean. Bad rows are
    reported and never stop the rest.

    `reading` says how to read the file where it does not speak for itself: what its classes are called here, what
    the numbers of its boxes and class vectors are. `class_shift` is added to its class numbers; given at all, even as
    0, it forgets what was said of classes before. Both are kept with the run, so that the next import reads it
    alike. Unasked, classes that the dataset lacks stand in the report, and boxes that look like another form are told.

    Raises
    ------
    NameInvalid, NotFound : a run cannot be named so; no such dataset, or a class is mapped to one that it lacks.
    SourceNotFound, SourceUnreadable, FormatUnknown : when nothing of the file can be read.
    """
    started, run, reader = perf_counter(), checked_name(run, "run"), _reader(file, format)
    with store.writer() as writer:
        target = writer.base.dataset(dataset)
        kept = _kept(writer.base, target.id, run)
        reading = (reading or Reading()).over(kept if class_shift is None else replace(kept, classes={}))
        progress.stage(f"Reading {reader.title}")
        batches = list(reader.read(file, ReadOptions(split=split, vectors=reading.vectors)))
        content = PredictionFile.of(
            writer.base, target.id, split=split, batches=batches, reading=reading, class_shift=class_shift or 0
        )
        parts = [rows for batch in batches if (rows := content.rows_of(batch)).num_rows]
        content.tell_whole(file.name, writer.base, target.id)
        tally = Tally()
        if parts or class_shift is not None or not content.problems.skipped:
            made = writer.add_run(target.id, run, str(file), reading=replace(reading, classes=content.classes.said))
            progress.stage("Storing predictions")
            tally = write_run(writer, made, parts)
            title = f"Import {amount(tally.total, 'prediction')} as run {run} from {file.name}"
            writer.log(ChangeKind.IMPORT, title=title, author=author, source=origin, rows=tally.total)
    seconds = perf_counter() - started
    return _report(content, tally, dataset=target.name, run=run, format=reader.name, seconds=seconds)


def _report(
    content: PredictionFile, tally: Tally, *, dataset: str, run: str, format: str, seconds: float
) -> ImportReport:
    return ImportReport(
        dataset=dataset,
        format=format,
        images=Tally(),
        objects=tally,
        problems=content.problems.rows,
        problem_counts=content.problems.counts,
        skipped=content.problems.skipped,
        seconds=seconds,
        run=run,
        unknown_classes=content.classes.unknown,
        classes=content.classes.names,
    )


def _reader(file: Path, format: str | None) -> Reader:
    return PREDICTION_READERS[format] if format else sniff_predictions(file)[0]


def _kept(base: Snapshot, dataset_id: int, run: str) -> Reading:
    """What was said about the run's file at an earlier import."""
    return next((known.reading for known in base.runs(dataset_id) if known.name == run), Reading())
