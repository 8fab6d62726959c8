"""Import predictions: a result file becomes a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from assay.model.category import Category, CategoryRecord
from assay.model.change import ChangeKind
from assay.model.problem import RowProblem
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.import_report import ImportReport, Tally
from assay.workflows.merge_rows import merge_rows
from assay.workflows.object_rows import Frames, KnownImages, object_rows
from assay.workflows.problems import Problems
from assay.workflows.rematch import rematch
from assay.workflows.resolve_keys import IMAGE_COLUMNS, ImageNames, resolve_classes
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
        batches = list(reader.read(file, ReadOptions(split=split)))
        told = _Told.of(writer.base, target.id, split=split, batches=batches, problems=problems)
        parts = [told.rows_of(batch) for batch in batches if batch.objects.num_rows]
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


@dataclass(frozen=True, slots=True)
class _Told:
    """What a prediction file's names mean in the dataset: its images, and its classes by their key in the file."""

    images: ImageNames
    frames: Frames
    classes: Mapping[str, int]
    categories: Sequence[Category]
    problems: Problems

    @classmethod
    def of(
        cls, base: Snapshot, dataset_id: int, *, split: str | None, batches: Sequence[Records], problems: Problems
    ) -> _Told:
        categories = base.categories(dataset_id)
        where: dict[str, int | str] = {"dataset_id": dataset_id} | ({"split": split} if split else {})
        images = base.rows("images", columns=IMAGE_COLUMNS, where=where)
        sizes = [np.asarray(pc.cast(images.column(name), pa.float64())) for name in ("width", "height")]
        frames = Frames(images.column("id").to_numpy(), *sizes)
        return cls(ImageNames.of(images), frames, _classes(batches, categories, problems), categories, problems)

    def rows_of(self, batch: Records) -> pa.Table:
        """Rows of PREDICTIONS less ids and hashes."""
        self.problems.extend(batch.problems)
        rows = object_rows(batch, self._known(batch), self.classes, problems=self.problems)
        if rows.column("probabilities").null_count == rows.num_rows:
            return rows
        at = rows.schema.get_field_index("probabilities")
        vectors = rows.column("probabilities").combine_chunks()
        return rows.set_column(at, "probabilities", _in_class_order(vectors, batch.categories, self.categories))

    def _known(self, batch: Records) -> KnownImages:
        """The images of the dataset under the names this batch uses."""
        keys = batch.objects.column("image_key").combine_chunks()
        distinct = pc.unique(keys)
        at = self.images.resolve(distinct)
        several = distinct.filter(pa.array(at == -2))
        self.problems.add_rows(
            batch.objects,
            np.asarray(pc.is_in(keys, value_set=several)),
            place=batch.object_place,
            code="ambiguous-image",
            say=lambda i: f"{keys[i]} could mean several images. Name the split, or use ids that are unique.",
            skipped=False,
        )
        found = at >= 0
        return KnownImages(distinct.filter(pa.array(found)), self.frames.take(at[found]))


def _classes(batches: Sequence[Records], categories: Sequence[Category], problems: Problems) -> dict[str, int]:
    """Class id by the file's key, decided over the whole file: a part of it may fit in a way that the rest does not."""
    names = {record.key: record.name for batch in batches for record in batch.categories}
    used = {key for batch in batches for key in pc.unique(batch.objects.column("category_key")).to_pylist()}
    spoken = {key: names.get(key, key) for key in sorted(used)}
    known, shift = resolve_classes(list(spoken.values()), categories)
    if shift:
        file = next(str(batch.objects.column("file")[0]) for batch in batches if batch.objects.num_rows)
        message = f"Class ids fit the dataset's when {_SHIFTED[shift]} by one, and were read so."
        problems.extend([RowProblem(file, "the whole file", "class-shifted", message, skipped=False)])
    return {key: known[name] for key, name in spoken.items() if name in known}


_SHIFTED = {-1: "lowered", 1: "raised"}


def _in_class_order(
    vectors: pa.Array, stated: Sequence[CategoryRecord], categories: Sequence[Category]
) -> pa.ListArray:
    """Probability vectors in the order of the dataset's class ids; a class the file lacks has probability 0.

    A file that names no classes gives its vectors in that order already; one of another length is dropped.
    """
    position = {category.id: index for index, category in enumerate(categories)}
    names, _ = resolve_classes([record.name for record in stated], categories)
    columns = [position.get(names.get(record.name, -1), -1) for record in stated] or list(range(len(categories)))
    fits = pc.equal(pc.list_value_length(vectors), len(columns)).fill_null(fill_value=False)
    present = np.asarray(fits)
    given = vectors.filter(fits).flatten().to_numpy(zero_copy_only=False).reshape(-1, len(columns))
    ordered = np.zeros((len(given), len(categories)), dtype=np.float32)
    for source, target in enumerate(columns):
        if target >= 0:
            ordered[:, target] = given[:, source]
    offsets = np.concatenate([[0], np.cumsum(np.where(present, len(categories), 0))]).astype(np.int32)
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
