"""Export a dataset as it stands now: from the store, by records, to a foreign format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.errors import LossRefused, PluginUnknown
from assay.formats.format import Writer
from assay.formats.records import Records
from assay.formats.registry import PREDICTION_WRITERS, WRITERS
from assay.jobs.progress import Progress, quiet
from assay.model.category import Category, CategoryRecord
from assay.model.dataset import Dataset
from assay.model.level import Level
from assay.model.loss import LossReport
from assay.model.run import Run
from assay.schema.records import IMAGE_RECORDS, OBJECT_RECORDS
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.explore.search import matching_ids
from assay.workflows.exports.export_autotags import with_scores
from assay.workflows.imports.upright import DISPLAYED_FORMATS, upright

IMAGES_AT_ONCE = 20_000
"""How many images one batch of an export holds."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote, and what its format could not carry.

    `images` and `annotations` are what stands in the files: what `losses` says is left out is not among them.
    """

    format: str
    out: Path
    images: int
    annotations: int
    losses: LossReport
    seconds: float


def export_dataset(
    store: Store,
    out: Path,
    *,
    format: str,
    dataset: str | int | None = None,
    query: str = "",
    strict: bool = False,
    autotags: bool = False,
    progress: Progress = quiet,
) -> ExportReport:
    """Write `dataset` (the first one when None), or the images of `query`, to `out`.

    autotags : carry the scores of autotags, as `autotag.NAME` in the metadata of images and the attributes of labels.

    Raises
    ------
    LossRefused : `strict`, and the format cannot carry everything; nothing was written.
    OutputUnwritable : the system refused to write there.
    PluginUnknown : there is no writer of that name.
    """
    started = perf_counter()
    if format in PREDICTION_WRITERS:
        raise PluginUnknown(
            f"{format!r} holds the predictions of a run, not labels.",
            hint="Name the run: `assay export … --run NAME`, or `project.runs.export`.",
        )
    writer = WRITERS[format]
    batches = StoredRecords.of(store, dataset, query, is_upright=format in DISPLAYED_FORMATS, autotags=autotags)
    if strict:
        refuse_losses(writer, batches)
    progress.stage(f"Writing {writer.title}")
    written = writer.write(batches, out)
    return ExportReport(format, out, written.images, written.objects, written.losses, perf_counter() - started)


def refuse_losses(writer: Writer, batches: Iterable[Records]) -> None:
    """Raise `LossRefused` when the writer cannot carry everything."""
    if losses := writer.losses(batches):
        told = "; ".join(f"{loss.message} ({loss.count:,})" for loss in losses.losses)
        raise LossRefused(
            f"{writer.title} cannot carry everything: {told}.",
            hint="Choose another format, or export without `strict`. Nothing was written.",
        )


def preview_losses(store: Store, *, format: str, dataset: str | int | None = None, query: str = "") -> LossReport:
    """What `format` could not carry of this dataset. Writes nothing."""
    return WRITERS[format].losses(StoredRecords.of(store, dataset, query, is_upright=format in DISPLAYED_FORMATS))


@dataclass(frozen=True)
class StoredRecords:
    """A dataset of the store as batches of records; can be gone through more than once.

    `is_upright` gives labels as they lie on the displayed images; else they are as they are stored. With `run` the
    objects are its predictions instead of the labels.
    """

    snapshot: Snapshot
    dataset: Dataset
    images: pa.Table
    is_upright: bool = False
    autotags: bool = False
    run: Run | None = None

    @classmethod
    def of(
        cls,
        store: Store,
        dataset: str | int | None,
        query: str,
        *,
        is_upright: bool = False,
        autotags: bool = False,
        run: str | None = None,
    ) -> StoredRecords:
        """The images of `dataset` that `query` lists, all when it is empty, at one moment in time."""
        snapshot = store.snapshot()
        target = snapshot.dataset(dataset)
        images = snapshot.rows("images", where={"dataset_id": target.id})
        if query:
            wanted = matching_ids(store, query, level=Level.IMAGE, dataset=target.id, run=run)
            images = images.filter(pc.is_in(images.column("id"), value_set=pa.array(wanted)))
        if autotags:
            images = with_scores(snapshot, images, Level.IMAGE, dataset_id=target.id)
        found = None if run is None else snapshot.run(target.id, run)
        return cls(snapshot, target, images, is_upright, autotags, found)

    def _objects(self) -> pa.Table:
        if self.run is not None:
            return self.snapshot.rows("predictions", where={"run_id": self.run.id})
        return self.snapshot.rows("annotations", where={"dataset_id": self.dataset.id})

    def __iter__(self) -> Iterator[Records]:
        categories = self.snapshot.categories(self.dataset.id)
        labels = self._objects()
        for start in range(0, max(1, self.images.num_rows), IMAGES_AT_ONCE):
            images = self.images.slice(start, IMAGES_AT_ONCE)
            inside = labels.filter(pc.is_in(labels.column("image_id"), value_set=images.column("id")))
            if self.autotags:
                inside = with_scores(self.snapshot, inside, Level.ANNOTATION, dataset_id=self.dataset.id)
            if self.is_upright:
                images, inside = upright(images, inside)
            yield Records(
                images=_image_records(images, self.snapshot.roots()),
                objects=_object_records(inside, images, categories),
                categories=tuple(
                    CategoryRecord(category.key, category.name, category.extra) for category in categories
                ),
                task=self.dataset.task,
                extra=self.dataset.extra,
            )


def _image_records(images: pa.Table, roots: dict[int, Path]) -> pa.Table:
    paths = [
        str(roots[root] / path) if root is not None and path is not None else None
        for root, path in zip(images.column("root_id").to_pylist(), images.column("path").to_pylist(), strict=True)
    ]
    columns = {name: images.column(name) for name in _SAME if name in IMAGE_RECORDS.arrow.names}
    columns |= {"key": images.column("reference_id"), "path": pa.array(paths, pa.string())}
    return _as(IMAGE_RECORDS.arrow, columns, images.num_rows)


def _object_records(labels: pa.Table, images: pa.Table, categories: list[Category]) -> pa.Table:
    at_image = pc.index_in(labels.column("image_id"), value_set=images.column("id").combine_chunks())
    ids = pa.array([category.id for category in categories], pa.int32())
    keys = pa.array([category.key for category in categories], pa.string())
    # `#n` is our own name for a label that had none; the source did not know it.
    unnamed = pc.starts_with(labels.column("reference_id"), "#")
    own_reference = pc.if_else(unnamed, pa.scalar(None, pa.string()), labels.column("reference_id"))
    columns = {name: labels.column(name) for name in labels.column_names if name in OBJECT_RECORDS.arrow.names}
    columns |= {
        "image_key": images.column("reference_id").take(at_image),
        "category_key": keys.take(pc.index_in(labels.column("category_id"), value_set=ids).combine_chunks()),
        "reference_id": own_reference,
        "normalised": pa.array(np.zeros(labels.num_rows, np.bool_)),
    }
    return _as(OBJECT_RECORDS.arrow, columns, labels.num_rows)


_SAME = ("foreign_id", "file_name", "split", "width", "height", "metadata", "extra")


def _as(schema: pa.Schema, columns: dict[str, pa.ChunkedArray | pa.Array], count: int) -> pa.Table:
    """The columns in the order of `schema`; what is missing is NULL, `file` and `row` say where the row stands here."""
    columns.setdefault("file", pa.array([""] * count, pa.string()).dictionary_encode())
    columns.setdefault("row", pa.array(np.arange(count, dtype=np.int32)))
    arrays = [columns[field.name] if field.name in columns else pa.nulls(count, field.type) for field in schema]
    return pa.table(arrays, names=schema.names).cast(schema)
