"""Look for errors with detectors, and bring the issues table up to what they say: all of it, or that of some images."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.detectors.detector import Detector, Need, why_skipped
from assay.detectors.fusion import RAISED, fuse, subjects_of
from assay.detectors.learned import NOTHING, Learned
from assay.detectors.registry import DETECTORS
from assay.detectors.view import DatasetView
from assay.jobs.progress import Progress, quiet
from assay.model.dataset import Dataset
from assay.model.issue import IssueState
from assay.model.level import Level
from assay.model.run import Run
from assay.store.filters import Where
from assay.store.snapshot import Snapshot
from assay.store.writer import Writer
from assay.workflows.digests import Digests
from assay.workflows.issues.video_frames import video_frames
from assay.workflows.runs.pixel_source import PixelSource
from assay.workflows.vectors_of import LevelVectors

_JOURNAL_PAGE = 200


@dataclass(frozen=True, slots=True)
class Target:
    """What is looked for where: kinds of errors (None: all), in a dataset, with a run (None: without one)."""

    dataset: Dataset
    run: Run | None
    kinds: tuple[str, ...] | None = None

    @property
    def detectors(self) -> list[Detector]:
        """The detectors of these kinds, in the order in which they are shown."""
        return [one for one in DETECTORS.values() if self.kinds is None or one.kind.value in self.kinds]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What detectors raise in a whole dataset, one row per suspect, and why some of them could not look."""

    found: pa.Table
    skipped: Mapping[Detector, str]


def look(view: DatasetView, target: Target, *, progress: Progress = quiet) -> Sighting:
    """Run the detectors of a target whose needs are met over its dataset; nothing is written.

    What several detectors of one kind say of one thing becomes one suspect, see `detectors.fusion`.
    """
    skipped: dict[Detector, str] = {}
    raised = [RAISED.empty_table()]
    for detector in target.detectors:
        reason = why_skipped(detector, view)
        if reason is not None:
            skipped[detector] = reason
            continue
        progress.stage(detector.title)
        raised.append(_raised(detector, view))
    return Sighting(fuse(pa.concat_tables(raised)), skipped)


def bring_up(writer: Writer, target: Target, sighting: Sighting, *, since: int, images: Ids | None = None) -> None:
    """Make the undecided suspects of a target what was seen: those of `images`, or all; others stay to the letter.

    Decisions stand: a suspect that was fixed or kept is not raised again. Open suspects that no detector raises any
    more are taken off the list. A suspect keeps the id it had, also where an edit took it off the list and was undone
    after the entry `since` of the journal.
    """
    found = sighting.found
    where: dict[str, int | list[int] | list[str]] = {"dataset_id": target.dataset.id}
    if target.kinds is not None:
        where["kind"] = list(target.kinds)
    if images is not None:
        where["image_id"] = images.tolist()
        found = found.filter(pc.is_in(found["image_id"], value_set=pa.array(images, pa.int64())))
    standing = writer.rows("issues", where=where)
    decided, waiting = _of_concern(standing, found, run=target.run, waiting_for=list(sighting.skipped))
    _replace(writer, target.dataset, found.filter(pc.invert(_is_among(found, decided))), waiting, since=since)


def dataset_view(
    snapshot: Snapshot, dataset: Dataset, run: Run | None, digests: Digests | None, *, learned: Learned = NOTHING
) -> DatasetView:
    """What detectors look at: the live rows of a dataset and of one run, and what an earlier search learned of it."""
    where: Where = {"dataset_id": dataset.id}
    images, annotations = snapshot.rows("images", where=where), snapshot.rows("annotations", where=where)
    ids = {Level.IMAGE: images["id"].to_numpy(), Level.ANNOTATION: annotations["id"].to_numpy()}
    return DatasetView(
        images=images,
        annotations=annotations,
        predictions=snapshot.rows("predictions", where={"run_id": run.id if run else -1}),
        categories=snapshot.categories(dataset.id),
        run_id=run.id if run else None,
        digests=digests,
        embeddings=LevelVectors(snapshot, dataset.id, ids),
        frames=video_frames(images, annotations),
        pixels=PixelSource.of(snapshot, run),
        learned=learned,
    )


def _raised(detector: Detector, view: DatasetView) -> pa.Table:
    """What the detector raises, with who it was, and with the run where it took one to see it."""
    found = detector.find(view)
    leans = pc.is_valid(found["prediction_id"])
    if detector.needs & {Need.RUN, Need.PROBABILITIES, Need.PIXELS}:
        leans = pc.is_valid(found["image_id"])
    run_id = pc.if_else(leans, pa.scalar(view.run_id, pa.int32()), pa.scalar(None, pa.int32()))
    found = found.append_column(RAISED.field("run_id"), run_id)
    return found.append_column(RAISED.field("detector"), pa.repeat(detector.name, found.num_rows))


def _of_concern(
    standing: pa.Table, found: pa.Table, *, run: Run | None, waiting_for: Sequence[Detector]
) -> tuple[pa.Table, pa.Table]:
    """The decided issues, whichever run they were found with, and the undecided ones that this search replaces.

    Undecided ones of other runs stay as they are unless the same is now found without any run; those of the detectors
    in `waiting_for`, which could not look now, unless another raises the same. Those of detectors that are no more go.
    """
    undecided = pc.is_in(standing["state"], value_set=pa.array([IssueState.OPEN, IssueState.STALE]))
    names = pa.array([detector.name for detector in waiting_for], pa.string())
    here = pc.is_in(standing["run_id"], value_set=pa.array([None, run.id if run is not None else None], pa.int32()))
    looked = pc.invert(pc.is_in(standing["detector"], value_set=names))
    again = _is_among(standing, found.filter(pc.is_null(found["run_id"])))
    gone = pc.or_(again, pc.and_(here, pc.or_(looked, _is_among(standing, found))))
    return standing.filter(pc.invert(undecided)), standing.filter(pc.and_(undecided, gone))


def _replace(writer: Writer, dataset: Dataset, rows: pa.Table, waiting: pa.Table, *, since: int) -> None:
    """Put what was found in place of what stands undecided; a row that says the same is not written."""
    count, former = rows.num_rows, _former(writer.base, since)
    for column, values in (
        ("id", pa.array(_keep_ids(writer, rows, waiting, former))),
        ("dataset_id", pa.array(np.full(count, dataset.id, np.int32))),
        ("state", pa.array([IssueState.OPEN.value] * count, pa.string())),
        ("changed_by", pa.nulls(count, pa.int64())),
    ):
        rows = rows.append_column(column, values)
    same = _same(rows, waiting)
    rows = rows.filter(pc.invert(pc.is_in(rows["id"], value_set=same)))
    gone = waiting["id"].filter(pc.invert(pc.is_in(waiting["id"], value_set=same)))
    back = pc.is_in(rows["id"], value_set=former["id"].combine_chunks())
    if rows.num_rows or len(gone):
        writer.replace("issues", rows.filter(pc.invert(back)), where={"id": gone.to_pylist()})
        writer.upsert("issues", rows.filter(back))


def _same(rows: pa.Table, standing: pa.Table) -> pa.Array:
    """Ids of the rows that stand exactly so."""
    at = pc.index_in(rows["id"], value_set=standing["id"].combine_chunks())
    rows, other = rows.filter(pc.is_valid(at)), standing.take(at.drop_null())
    same = pa.array(np.ones(rows.num_rows, np.bool_))
    for name in rows.column_names:
        one, two = rows[name].combine_chunks(), other[name].combine_chunks()
        equal = pc.fill_null(pc.equal(one, two), fill_value=False)
        same = pc.and_(same, pc.or_(equal, pc.and_(pc.is_null(one), pc.is_null(two))))
    return rows["id"].combine_chunks().filter(same)


def _is_among(issues: pa.Table, others: pa.Table) -> pa.ChunkedArray:
    """(n,) whether each issue speaks of the same as one of the others."""
    return pc.is_in(subjects_of(issues), value_set=subjects_of(others).combine_chunks())


def _keep_ids(writer: Writer, fresh: pa.Table, undecided: pa.Table, former: pa.Table) -> NDArray[np.int64]:
    """The id each suspect had at the last search, else a new one: a link to a suspect stays good."""
    known = pc.coalesce(*(_ids_in(others, fresh) for others in (undecided, former)))
    new = known.is_null().to_numpy(zero_copy_only=False)
    ids: NDArray[np.int64] = known.fill_null(0).to_numpy(zero_copy_only=False).copy()
    count = int(new.sum())
    if count:
        ids[new] = writer.reserve_ids("issues", count) + np.arange(count)
    return ids


def _ids_in(others: pa.Table, issues: pa.Table) -> pa.Array:
    """(n,) the id that each issue has among others, NULL where it is not there."""
    at = pc.index_in(subjects_of(issues), value_set=subjects_of(others).combine_chunks())
    return others["id"].take(at).combine_chunks()


def _former(snapshot: Snapshot, since: int) -> pa.Table:
    """Suspects that are off the list, of edits that were undone or redone after an entry of the journal."""
    columns = ["id", "kind", "image_id", "annotation_id", "prediction_id"]
    parts = [snapshot.rows("issues", columns=columns, where={"id": []})]
    for edit in dict.fromkeys(_turned(snapshot, since)):
        for rows in snapshot.change_rows(edit).get("issues", ())[:1]:
            parts.append(rows.select(columns).cast(parts[0].schema))
    former = pa.concat_tables(parts)
    standing = snapshot.rows("issues", columns=["id"], where={"id": former["id"].to_pylist()})
    return former.filter(pc.invert(pc.is_in(former["id"], value_set=standing["id"].combine_chunks())))


def _turned(snapshot: Snapshot, since: int) -> Iterator[int]:
    """The edits that were undone or redone after an entry of the journal, the latest first."""
    before: int | None = None
    while page := snapshot.changes(limit=_JOURNAL_PAGE, before=before):
        for change in page:
            if change.id <= since:
                return
            if change.target is not None:
                yield change.target
        before = page[-1].id
