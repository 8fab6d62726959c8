"""Import predictions: a result file becomes a run."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.formats.format import Reader, ReadOptions
from assay.formats.records import Records
from assay.formats.registry import PREDICTION_READERS
from assay.formats.sniff import sniff_predictions
from assay.jobs.progress import Progress, quiet
from assay.model.category import Category
from assay.model.change import ChangeKind
from assay.model.problem import RowProblem
from assay.model.run import Run
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.import_report import ImportReport, Tally
from assay.workflows.merge_rows import merge_rows
from assay.workflows.object_rows import Frames, KnownImages, object_rows
from assay.workflows.problems import Problems
from assay.workflows.rematch import rematch
from assay.workflows.resolve_keys import IMAGE_COLUMNS, resolve_classes, resolve_images
from assay.workflows.row_hash import row_hashes


def import_predictions(
    store: Store,
    file: Path,
    *,
    run: str,
    format: str | None = None,
    dataset: str | int | None = None,
    split: str | None = None,
    author: str = "",
    origin: str = "sdk",
    progress: Progress = quiet,
) -> ImportReport:
    """Import `file` as the run named `run` of `dataset` (the first one when None).

    All or nothing. A run of that name is brought up to the file: unchanged predictions keep their ids, changed
    ones are updated, and those that the file no longer holds are removed. `split` narrows which images the
    file's names may mean. Bad rows are reported and never stop the rest.

    Raises
    ------
    NotFound : there is no such dataset.
    SourceNotFound, SourceUnreadable, FormatUnknown : when nothing of the file can be read.
    """
    started = perf_counter()
    problems = Problems()
    reader: Reader = PREDICTION_READERS[format] if format else sniff_predictions(file)[0]
    with store.writer() as writer:
        target = writer.base.dataset(dataset)
        progress.stage(f"Reading {reader.title}")
        parts = [
            rows
            for batch in reader.read(file, ReadOptions(split=split))
            if (rows := _prediction_rows(writer, batch, target.id, split, problems)) is not None
        ]
        made = writer.add_run(target.id, run, source=str(file))
        progress.stage("Storing predictions")
        tally = _write(writer, made, parts)
        title = f"Import {tally.total:,} predictions as run {run} from {file.name}"
        writer.log(ChangeKind.IMPORT, title=title, author=author, source=origin, rows=tally.total)
    return ImportReport(
        dataset=target.name,
        format=reader.name,
        images=Tally(),
        objects=tally,
        problems=problems.rows,
        problem_counts=problems.counts,
        skipped=problems.skipped,
        seconds=perf_counter() - started,
        run=run,
    )


def _prediction_rows(
    writer: Writer, batch: Records, dataset_id: int, split: str | None, problems: Problems
) -> pa.Table | None:
    """Rows of PREDICTIONS less ids and hashes; None when the batch holds none."""
    problems.extend(batch.problems)
    if not batch.objects.num_rows:
        return None
    categories = writer.base.categories(dataset_id)
    classes = _classes(batch, categories, problems)
    where: dict[str, int | str] = {"dataset_id": dataset_id} | ({"split": split} if split else {})
    images = writer.base.rows("images", columns=IMAGE_COLUMNS, where=where)
    rows = object_rows(batch, _known(batch, images, problems), classes, problems=problems)
    if rows.column("probabilities").null_count < rows.num_rows:
        at = rows.schema.get_field_index("probabilities")
        ordered = _in_class_order(rows.column("probabilities").combine_chunks(), batch, categories)
        rows = rows.set_column(at, "probabilities", ordered)
    return rows


def _classes(batch: Records, categories: list[Category], problems: Problems) -> dict[str, int]:
    names = {record.key: record.name for record in batch.categories}
    keys = [str(key) for key in pc.unique(batch.objects.column("category_key")).to_pylist()]
    known, shift = resolve_classes([names.get(key, key) for key in keys], categories)
    if shift:
        problems.extend(
            [
                RowProblem(
                    file=str(batch.objects.column("file")[0]),
                    place="the whole file",
                    code="class-shifted",
                    message=f"Class ids fit the dataset's when {_SHIFTED[shift]} by one, and were read so.",
                    skipped=False,
                )
            ]
        )
    return {key: known[names.get(key, key)] for key in keys if names.get(key, key) in known}


_SHIFTED = {-1: "lowered", 1: "raised"}


def _known(batch: Records, images: pa.Table, problems: Problems) -> KnownImages:
    """The images of the dataset under the names this batch uses."""
    keys = batch.objects.column("image_key").combine_chunks()
    distinct = pc.unique(keys)
    at = resolve_images(distinct, images)
    several = distinct.filter(pa.array(at == -2))
    problems.add_rows(
        batch.objects,
        np.asarray(pc.is_in(keys, value_set=several)),
        place=batch.object_place,
        code="ambiguous-image",
        say=lambda i: f"{keys[i]} could mean several images. Name the split, or use ids that are unique.",
        skipped=False,
    )
    found = at >= 0
    frames = Frames(
        images.column("id").to_numpy(),
        *(pc.fill_null(pc.cast(images.column(name), pa.float64()), np.nan).to_numpy() for name in ("width", "height")),
    )
    return KnownImages(distinct.filter(pa.array(found)), frames.take(at[found]))


def _in_class_order(vectors: pa.Array, batch: Records, categories: list[Category]) -> pa.Array:
    """Probability vectors in the order of the dataset's class ids; a class the file lacks has probability 0."""
    position = {category.id: index for index, category in enumerate(categories)}
    names, _ = resolve_classes([record.name for record in batch.categories], categories)
    columns = [position.get(names.get(record.name, -1), -1) for record in batch.categories]
    values = vectors.flatten().to_numpy(zero_copy_only=False)
    present = vectors.is_valid().to_numpy(zero_copy_only=False)
    given = values.reshape(int(present.sum()), -1)
    ordered = np.zeros((len(given), len(categories)), dtype=np.float32)
    for source, target in enumerate(columns):
        if target >= 0:
            ordered[:, target] = given[:, source]
    lengths = np.where(present, len(categories), 0)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(ordered.ravel()), mask=pa.array(~present))


def _write(writer: Writer, run: Run, parts: list[pa.Table]) -> Tally:
    """Bring the run's rows up to the file's; touched images are matched anew."""
    standing = writer.base.all_rows("predictions", where={"run_id": run.id})
    rows = pa.concat_tables(parts) if parts else standing.slice(0, 0)
    if not standing.num_rows:
        _append(writer, run, rows, row_hashes(rows))
        return Tally(added=rows.num_rows)
    hashes = row_hashes(rows)
    keys, standing_keys = _keys(rows), _keys(standing)
    merge = merge_rows(keys, hashes, standing_keys, standing)
    live = ~np.asarray(standing.column("deleted"))
    gone = live & ~np.asarray(pc.is_in(standing_keys, value_set=keys))
    # A tombstone without a journal entry left the file earlier; one with an entry was removed with its image.
    left = ~live & np.asarray(pc.is_null(standing.column("changed_by")))
    update = merge.changed | (~merge.new & left[np.where(merge.new, 0, merge.standing)])
    _append(writer, run, rows.filter(pa.array(merge.new)), hashes[merge.new])
    ids = standing.column("id").to_numpy()[merge.standing[update]]
    _upsert(writer, run, rows.filter(pa.array(update)), hashes[update], ids)
    if gone.any():
        removed = standing.filter(pa.array(gone))
        at = removed.schema.get_field_index("deleted")
        writer.upsert("predictions", removed.set_column(at, "deleted", pa.array(np.ones(removed.num_rows, np.bool_))))
    touched = [rows.column("image_id").to_numpy()[merge.new | update], standing.column("image_id").to_numpy()[gone]]
    rematch(writer, np.unique(np.concatenate(touched)))
    return Tally(int(merge.new.sum()), int(update.sum()), int((~merge.new & ~update).sum()), int(gone.sum()))


def _append(writer: Writer, run: Run, rows: pa.Table, hashes: NDArray[np.int64]) -> None:
    if rows.num_rows:
        first = writer.reserve_ids("predictions", rows.num_rows)
        writer.append("predictions", _full(run, rows, hashes, first + np.arange(rows.num_rows)))


def _upsert(writer: Writer, run: Run, rows: pa.Table, hashes: NDArray[np.int64], ids: NDArray[np.int64]) -> None:
    if rows.num_rows:
        writer.upsert("predictions", _full(run, rows, hashes, ids))


def _full(run: Run, rows: pa.Table, hashes: NDArray[np.int64], ids: NDArray[np.int64]) -> pa.Table:
    count = rows.num_rows
    for name, values in (
        ("id", pa.array(ids)),
        ("dataset_id", pa.array(np.full(count, run.dataset_id, np.int32))),
        ("run_id", pa.array(np.full(count, run.id, np.int32))),
        ("source_hash", pa.array(hashes)),
        ("deleted", pa.array(np.zeros(count, np.bool_))),
    ):
        rows = rows.append_column(name, values)
    return rows


def _keys(rows: pa.Table) -> pa.Array:
    ids = pc.cast(rows.column("image_id"), pa.string())
    return pc.binary_join_element_wise(ids, pc.fill_null(rows.column("reference_id"), ""), ":").combine_chunks()
