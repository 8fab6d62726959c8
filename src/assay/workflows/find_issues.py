"""Find suspected errors: run every detector whose needs are met, and bring the issues table up to what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.detectors.detector import Detector, Need, why_skipped
from assay.detectors.fusion import RAISED, fuse, subjects_of
from assay.detectors.registry import DETECTORS
from assay.detectors.view import DatasetView
from assay.errors import NotFound
from assay.jobs.progress import Progress, quiet
from assay.model.dataset import Dataset
from assay.model.issue import IssueState
from assay.model.level import Level
from assay.model.run import Run
from assay.store.filters import Where
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.digests import Digests
from assay.workflows.pixel_source import PixelSource
from assay.workflows.segment_errors import settle_items
from assay.workflows.vectors_of import LevelVectors
from assay.workflows.video_frames import video_frames


@dataclass(frozen=True, slots=True)
class FindReport:
    """What a search for errors found.

    `found` counts open suspects by kind; `skipped` names the detectors that could not run, and why.
    """

    dataset: str
    run: str | None
    found: Mapping[str, int]
    skipped: Mapping[str, str]
    seconds: float


def find_issues(
    store: Store,
    *,
    dataset: str | int | None = None,
    run: str | int | None = None,
    kinds: Sequence[str] | None = None,
    progress: Progress = quiet,
) -> FindReport:
    """Run the detectors (those of `kinds`, or all) over `dataset` with the predictions of `run` (the newest when None).

    What several detectors of one kind say of one thing becomes one suspect, see `detectors.fusion`. Decisions stand: a
    suspect that was fixed or kept is not raised again. Open suspects that no detector raises any more are taken off
    the list.

    Raises
    ------
    NotFound : there is no such dataset, run or kind.
    """
    started = perf_counter()
    detectors = _chosen(kinds)
    with store.writer() as writer:
        target = writer.base.dataset(dataset)
        chosen = writer.base.run(target.id, run) if run is not None or writer.base.runs(target.id) else None
        digests = Digests(writer.base, progress)
        view = dataset_view(writer.base, target, chosen, digests)
        skipped: dict[Detector, str] = {}
        raised = [RAISED.empty_table()]
        for detector in detectors:
            reason = why_skipped(detector, view)
            if reason is not None:
                skipped[detector] = reason
                continue
            progress.stage(detector.title)
            raised.append(_raised(detector, view))
        found = fuse(pa.concat_tables(raised))
        where: Where = {"dataset_id": target.id} if kinds is None else {"dataset_id": target.id, "kind": list(kinds)}
        standing = _of_concern(writer.rows("issues", where=where), found, run=chosen, waiting_for=list(skipped))
        _bring_up(writer, found, standing, target)
        digests.keep(writer)
    settle_items(store)
    return FindReport(
        dataset=target.name,
        run=chosen.name if chosen else None,
        found=_open_by_kind(store.snapshot(), target, chosen),
        skipped={detector.slug: reason for detector, reason in skipped.items()},
        seconds=perf_counter() - started,
    )


def dataset_view(snapshot: Snapshot, dataset: Dataset, run: Run | None, digests: Digests) -> DatasetView:
    """What detectors look at: the live rows of a dataset and of one run."""
    where = {"dataset_id": dataset.id}
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
    )


def _chosen(kinds: Sequence[str] | None) -> list[Detector]:
    """The detectors of these kinds, all for None."""
    known = list(dict.fromkeys(detector.kind.value for detector in DETECTORS.values()))
    unknown = [kind for kind in kinds or () if kind not in known]
    if unknown:
        raise NotFound(f"There is no detector of the kind {unknown[0]!r}.", hint=f"There are: {', '.join(known)}.")
    return [detector for detector in DETECTORS.values() if kinds is None or detector.kind.value in kinds]


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


def _bring_up(writer: Writer, found: pa.Table, standing: tuple[pa.Table, pa.Table], dataset: Dataset) -> None:
    """Replace what stands undecided by what was found now; leave out what was decided before."""
    decided, waiting = standing
    rows = found.filter(pc.invert(_is_among(found, decided)))
    count = rows.num_rows
    for column, values in (
        ("id", pa.array(_keep_ids(writer, rows, waiting))),
        ("dataset_id", pa.array(np.full(count, dataset.id, np.int32))),
        ("state", pa.array([IssueState.OPEN.value] * count, pa.string())),
        ("changed_by", pa.nulls(count, pa.int64())),
    ):
        rows = rows.append_column(column, values)
    writer.replace("issues", rows, where={"id": waiting["id"].to_pylist()})


def _is_among(issues: pa.Table, others: pa.Table) -> pa.ChunkedArray:
    """(n,) whether each issue speaks of the same as one of the others."""
    return pc.is_in(subjects_of(issues), value_set=subjects_of(others).combine_chunks())


def _keep_ids(writer: Writer, fresh: pa.Table, undecided: pa.Table) -> NDArray[np.int64]:
    """The id each suspect had at the last search, else a new one: a link to a suspect stays good."""
    at = pc.index_in(subjects_of(fresh), value_set=subjects_of(undecided).combine_chunks())
    known = undecided["id"].take(at).combine_chunks()
    new = known.is_null().to_numpy(zero_copy_only=False)
    ids: NDArray[np.int64] = known.fill_null(0).to_numpy(zero_copy_only=False).copy()
    count = int(new.sum())
    if count:
        ids[new] = writer.reserve_ids("issues", count) + np.arange(count)
    return ids


def _open_by_kind(snapshot: Snapshot, dataset: Dataset, run: Run | None) -> dict[str, int]:
    rows = snapshot.rows("issues", columns=("kind", "run_id"), where={"dataset_id": dataset.id, "state": "open"})
    runs = rows.column("run_id").to_pylist()
    counts: dict[str, int] = {detector.kind.value: 0 for detector in DETECTORS.values()}
    for kind, run_id in zip(rows.column("kind").to_pylist(), runs, strict=True):
        if run_id is None or (run is not None and run_id == run.id):
            counts[kind] = counts.get(kind, 0) + 1
    return counts
