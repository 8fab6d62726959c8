"""Import a dataset: a foreign file or folder, by records, into the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.amounts import amount
from assay.errors import ChoiceInvalid
from assay.formats.folders.reader import FoldersReader
from assay.formats.format import Reader, ReadOptions
from assay.formats.records import Records
from assay.formats.registry import READERS
from assay.formats.sniff import sniff, unread_labels
from assay.jobs.progress import Progress, quiet
from assay.model.change import ChangeKind
from assay.model.dataset import Dataset, Exif, Task
from assay.store.noun_writer import match_category
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.imports.merge_rows import Merge, first_of_each, merge_rows
from assay.workflows.imports.object_rows import Frames, KnownImages, object_rows
from assay.workflows.imports.place_images import keep_known_places, place_images
from assay.workflows.imports.problems import Problems
from assay.workflows.imports.report import ImportReport, Tally
from assay.workflows.imports.upright import DISPLAYED_FORMATS
from assay.workflows.names import checked_name
from assay.workflows.runs.rematch import rematch
from assay.workflows.versions.row_hash import row_hashes


def import_dataset(
    store: Store,
    source: Path,
    *,
    format: str | None = None,
    images: Path | None = None,
    split: str | None = None,
    dataset: str | None = None,
    exif: Exif | str | None = None,
    author: str = "",
    origin: str = "sdk",
    progress: Progress = quiet,
) -> ImportReport:
    """Import `source` into `dataset` (the only one, or one named after the source, when None).

    `exif` declares which picture the dataset's labels are drawn on, and is kept with it; None leaves what it declared.

    All or nothing, and repeatable: a row with a known reference id is updated when its source changed, never
    doubled; a label that was edited or removed here is left as it is and reported. Bad rows are reported and
    never stop the rest.

    Raises
    ------
    SourceNotFound, SourceUnreadable, FormatUnknown : when nothing of the source can be read.
    ChoiceInvalid : `exif` is neither stored nor displayed.
    NameInvalid : a dataset cannot be named so.
    """
    started = perf_counter()
    # The project remembers where images lie; it may be opened from another folder than this one.
    source, images = source.absolute(), images.absolute() if images is not None else None
    problems, declared = Problems(), read_exif(exif)
    reader = READERS[format] if format else _recognised(source, problems)
    with store.writer() as writer:
        name = (_only_name(writer) or _name_of(source)) if dataset is None else checked_name(dataset, "dataset")
        intake = _Intake.begin(writer, reader, dataset=name, exif=declared, problems=problems, progress=progress)
        progress.stage(f"Reading {reader.title}")
        for batch in reader.read(source, ReadOptions(images=images, split=split)):
            intake.take(batch)
        intake.finish(source.name)
        came = f"{amount(intake.images.total, 'image')}, {amount(intake.labels.total, 'label')}"
        title = f"Import {came} from {source.name}"
        writer.log(
            ChangeKind.IMPORT,
            title=title,
            author=author,
            source=origin,
            rows=intake.images.total + intake.labels.total,
            replaced={"annotations": np.concatenate([*intake.replaced, np.empty(0, np.int64)])},
        )
    return ImportReport(
        dataset=intake.dataset.name,
        format=reader.name,
        exif=intake.dataset.exif,
        images=intake.images,
        objects=intake.labels,
        problems=problems.rows,
        problem_counts=problems.counts,
        skipped=problems.skipped,
        seconds=perf_counter() - started,
    )


def _recognised(source: Path, problems: Problems) -> Reader:
    reader = sniff(source)[0]
    if reader.name == FoldersReader.name:
        problems.extend(unread_labels(source))
    return reader


_COMPARED = ("id", "reference_id", "source_hash", "changed_by", "deleted")


@dataclass
class _Intake:
    """One import under way: takes batch after batch into the writer."""

    writer: Writer
    dataset: Dataset
    labels_displayed: bool
    problems: Problems
    progress: Progress
    categories: dict[str, int] = field(default_factory=dict)
    class_names: dict[str, None] = field(default_factory=dict)
    known: KnownImages = field(default_factory=KnownImages.none)
    taken: KnownImages = field(default_factory=KnownImages.none)
    task: Task | None = None
    extra: str | None = None
    images: Tally = field(default_factory=Tally)
    labels: Tally = field(default_factory=Tally)
    touched: list[NDArray[np.int64]] = field(default_factory=list)
    replaced: list[NDArray[np.int64]] = field(default_factory=list)

    @classmethod
    def begin(
        cls,
        writer: Writer,
        reader: Reader,
        *,
        dataset: str,
        exif: Exif | None,
        problems: Problems,
        progress: Progress,
    ) -> _Intake:
        present = {known.name: known for known in writer.base.datasets()}
        target = present.get(dataset) or writer.add_dataset(dataset, Task.DETECTION)
        if exif is not None:
            target = writer.update_dataset(target.id, exif=exif)
        return cls(writer, target, reader.name in DISPLAYED_FORMATS, problems, progress)

    def take(self, batch: Records) -> None:
        self.problems.extend(batch.problems)
        self.task = batch.task or self.task
        self.extra = batch.extra or self.extra
        self.class_names |= dict.fromkeys(record.name for record in batch.categories)
        added = self.writer.add_categories(self.dataset.id, batch.categories)
        meant = [(record.key, match_category(added, record)) for record in batch.categories]
        self.categories.update({key: category.id for key, category in meant if category is not None})
        if batch.images.num_rows:
            self._take_images(batch)
        if batch.objects.num_rows:
            self._take_labels(batch)

    def _take_images(self, batch: Records) -> None:
        root, rows = place_images(
            batch,
            exif=self.dataset.exif,
            labels_displayed=self.labels_displayed,
            problems=self.problems,
            progress=self.progress,
        )
        root_id = self.writer.add_root(root) if root is not None else None
        rows = rows.append_column("root_id", pa.array([root_id] * rows.num_rows, pa.int32()))
        references = rows.column("reference_id").combine_chunks()
        first = first_of_each(references) & ~np.asarray(pc.is_in(references, value_set=self.taken.keys))
        self.problems.add_rows(
            batch.images,
            ~first,
            place=batch.image_place,
            code="duplicate-image",
            say=lambda i: f"{batch.images.column('file_name')[i]} is listed twice. The first row is used for both.",
            skipped=True,
        )
        unique = rows.filter(pa.array(first))
        self._write_images(unique)
        at = pc.index_in(references, value_set=self.taken.keys).to_numpy()
        self.known = self.known.append(batch.images.column("key").combine_chunks(), self.taken.frames.take(at))

    def _write_images(self, rows: pa.Table) -> None:
        hashes = row_hashes(rows)
        standing = self.writer.base.all_rows("images", columns=_COMPARED, where={"dataset_id": self.dataset.id})
        keys = rows.column("reference_id").combine_chunks()
        merge = merge_rows(keys, hashes, standing.column("reference_id").combine_chunks(), standing)
        rows = self._with_known_files(rows, merge, standing)
        ids = self._write("images", rows, hashes, merge, standing)
        self.images += _tally(merge)
        sizes = [
            pc.fill_null(pc.cast(rows.column(name), pa.float64()), np.nan).to_numpy() for name in ("width", "height")
        ]
        self.taken = self.taken.append(keys, Frames(ids, *sizes))

    def _with_known_files(self, rows: pa.Table, merge: Merge, standing: pa.Table) -> pa.Table:
        if not pc.any(pc.equal(rows.column("problem"), "missing")).as_py() or merge.new.all():
            return rows
        ids = standing.column("id").to_numpy()[np.maximum(merge.standing, 0)]
        known = self.writer.base.all_rows("images", where={"id": np.unique(ids)})
        at = pc.index_in(pa.array(np.where(merge.new, -1, ids)), value_set=known.column("id").combine_chunks())
        return keep_known_places(rows, known.take(at), self.writer.base.roots())

    def _take_labels(self, batch: Records) -> None:
        rows = object_rows(batch, self.known, self.categories, problems=self.problems)
        rows = rows.drop_columns(["score", "probabilities"])
        image_ids = rows.column("image_id").to_numpy()
        keys = _object_keys(rows)
        standing = self.writer.base.all_rows(
            "annotations", columns=(*_COMPARED, "image_id"), where={"dataset_id": self.dataset.id}
        )
        hashes = row_hashes(rows)
        merge = merge_rows(keys, hashes, _object_keys(standing), standing)
        self._report_edited(rows, merge, batch.object_place)
        ids = self._write("annotations", rows, hashes, merge, standing)
        self.replaced.append(ids[merge.changed])
        self.labels += _tally(merge)
        self.touched.append(np.unique(image_ids[merge.new | merge.changed]))

    def _report_edited(self, rows: pa.Table, merge: Merge, place: str) -> None:
        del place  # the label is named by its own identifier: bad rows before it have shifted the row numbers
        named = rows.select(["reference_id"]).append_column("file", rows.column("reference_id"))
        named = named.append_column("row", rows.column("reference_id"))
        self.problems.add_rows(
            named,
            merge.edited,
            place="label {}",
            code="edited-here",
            say=lambda i: (
                f"Label {rows.column('reference_id')[i]} changed in the source, but was edited here. The edit is kept."
            ),
            skipped=True,
        )

    def _write(
        self, table: str, rows: pa.Table, hashes: NDArray[np.int64], merge: Merge, standing: pa.Table
    ) -> NDArray[np.int64]:
        """Append the new rows, update the changed ones; the id of every row."""
        ids = np.empty(rows.num_rows, dtype=np.int64)
        ids[~merge.new] = standing.column("id").to_numpy()[merge.standing[~merge.new]]
        new = int(merge.new.sum())
        first = self.writer.reserve_ids(table, new) if new else 0
        ids[merge.new] = first + np.arange(new)
        full = rows.append_column("id", pa.array(ids))
        full = full.append_column("dataset_id", pa.array(np.full(len(ids), self.dataset.id, np.int32)))
        full = full.append_column("source_hash", pa.array(hashes))
        full = full.append_column("deleted", pa.array(np.zeros(len(ids), np.bool_)))
        if new:
            self.writer.append(table, full.filter(pa.array(merge.new)))
        if merge.changed.any():
            self.writer.upsert(table, full.filter(pa.array(merge.changed)))
        return ids

    def finish(self, file: str) -> None:
        self.problems.tell_spellings(file, self.class_names)
        self.writer.update_dataset(
            self.dataset.id, task=self.task or self.dataset.task, extra=self.extra or self.dataset.extra
        )
        if self.touched:
            rematch(self.writer, np.unique(np.concatenate(self.touched)))


def read_exif(text: Exif | str | None) -> Exif | None:
    """The policy that a person names; raise `ChoiceInvalid` for a word that is none."""
    if text is None or text in tuple(Exif):
        return None if text is None else Exif(text)
    raise ChoiceInvalid(
        f"{text!r} is no frame that labels can be drawn on.", hint="Say stored (EXIF not applied) or displayed."
    )


def _object_keys(rows: pa.Table) -> pa.Array:
    """`image:reference`, by which a label is found again: identifiers are unique only within an image's source."""
    ids = pc.cast(rows.column("image_id"), pa.string())
    references = pc.fill_null(rows.column("reference_id"), "")
    return pc.binary_join_element_wise(ids, references, ":").combine_chunks()


def _tally(merge: Merge) -> Tally:
    return Tally(
        added=int(merge.new.sum()), updated=int(merge.changed.sum()), unchanged=int((merge.same | merge.edited).sum())
    )


def _only_name(writer: Writer) -> str | None:
    datasets = writer.base.datasets()
    return datasets[0].name if len(datasets) == 1 else None


def _name_of(source: Path) -> str:
    """A dataset name from a source: that of its folder, or of the first one above that says what the data is."""
    resolved = source.resolve()
    folder = resolved if resolved.is_dir() else resolved.parent
    telling = (one.name for one in (folder, *folder.parents) if one.name.casefold() not in _SAY_NOTHING)
    return next(telling, folder.name or resolved.stem)


_SAY_NOTHING = {"", "annotations", "images", "labels"}
