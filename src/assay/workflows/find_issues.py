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
from assay.detectors.registry import DETECTORS
from assay.detectors.view import DatasetView
from assay.errors import NotFound
from assay.jobs.progress import Progress, quiet
from assay.model.dataset import Dataset
from assay.model.issue import IssueState
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.digests import Digests


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

    Decisions stand: a suspect that was fixed or kept is not raised again. Open suspects that no detector
    raises any more are taken off the list.

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
        skipped: dict[str, str] = {}
        for detector in detectors:
            reason = why_skipped(detector, view)
            if reason is not None:
                skipped[detector.slug] = reason
                continue
            progress.stage(detector.title)
            _bring_up(writer, detector, detector.find(view), target, chosen)
        digests.keep(writer)
    return FindReport(
        dataset=target.name,
        run=chosen.name if chosen else None,
        found=_open_by_kind(store.snapshot(), target, chosen),
        skipped=skipped,
        seconds=perf_counter() - started,
    )


def dataset_view(snapshot: Snapshot, dataset: Dataset, run: Run | None, digests: Digests) -> DatasetView:
    """What detectors look at: the live rows of a dataset and of one run."""
    where = {"dataset_id": dataset.id}
    return DatasetView(
        images=snapshot.rows("images", where=where),
        annotations=snapshot.rows("annotations", where=where),
        predictions=snapshot.rows("predictions", where={"run_id": run.id if run else -1}),
        categories=snapshot.categories(dataset.id),
        run_id=run.id if run else None,
        digests=digests,
    )


def _chosen(kinds: Sequence[str] | None) -> list[Detector]:
    unknown = [kind for kind in kinds or () if kind not in DETECTORS]
    if unknown:
        raise NotFound(f"There is no detector named {unknown[0]!r}.", hint=f"There are: {', '.join(DETECTORS)}.")
    return [DETECTORS[kind] for kind in (kinds or DETECTORS)]


def _bring_up(writer: Writer, detector: Detector, found: pa.Table, dataset: Dataset, run: Run | None) -> None:
    """Replace the detector's undecided issues by what it found now; leave out what was decided before."""
    run_id = run.id if run is not None and Need.RUN in detector.needs else None
    standing = writer.rows("issues", where={"dataset_id": dataset.id, "kind": detector.kind.value})
    standing = standing.filter(pc.is_in(standing.column("run_id"), value_set=pa.array([run_id], pa.int32())))
    undecided = pc.is_in(standing.column("state"), value_set=pa.array([IssueState.OPEN, IssueState.STALE]))
    decided = _subjects(standing.filter(pc.invert(undecided)))
    fresh = found.filter(pc.invert(pc.is_in(_subjects(found), value_set=decided.combine_chunks())))
    waiting = standing.filter(undecided)
    ids = _keep_ids(writer, fresh, waiting)
    count = fresh.num_rows
    rows = fresh
    for column, values in (
        ("id", pa.array(ids)),
        ("dataset_id", pa.array(np.full(count, dataset.id, np.int32))),
        ("run_id", pa.array([run_id] * count, pa.int32())),
        ("detector", pa.array([detector.name] * count, pa.string())),
        ("state", pa.array([IssueState.OPEN.value] * count, pa.string())),
        ("changed_by", pa.nulls(count, pa.int64())),
    ):
        rows = rows.append_column(column, values)
    writer.replace("issues", rows, where={"id": waiting.column("id").to_pylist()})


def _keep_ids(writer: Writer, fresh: pa.Table, undecided: pa.Table) -> NDArray[np.int64]:
    """The id each suspect had at the last search, else a new one: a link to a suspect stays good."""
    at = pc.index_in(_subjects(fresh).combine_chunks(), value_set=_subjects(undecided).combine_chunks())
    known = undecided.column("id").take(at).combine_chunks()
    new = known.is_null().to_numpy(zero_copy_only=False)
    ids: NDArray[np.int64] = known.fill_null(0).to_numpy(zero_copy_only=False).copy()
    count = int(new.sum())
    if count:
        ids[new] = writer.reserve_ids("issues", count) + np.arange(count)
    return ids


def _subjects(issues: pa.Table) -> pa.ChunkedArray:
    """What each issue speaks of, as text: kind, image, label and prediction."""
    parts = [
        pc.fill_null(pc.cast(issues.column(name), pa.string()), "-")
        for name in ("kind", "image_id", "annotation_id", "prediction_id")
    ]
    return pc.binary_join_element_wise(*parts, ":")


def _open_by_kind(snapshot: Snapshot, dataset: Dataset, run: Run | None) -> dict[str, int]:
    rows = snapshot.rows("issues", columns=("kind", "run_id"), where={"dataset_id": dataset.id, "state": "open"})
    runs = rows.column("run_id").to_pylist()
    counts: dict[str, int] = {detector.kind.value: 0 for detector in DETECTORS.values()}
    for kind, run_id in zip(rows.column("kind").to_pylist(), runs, strict=True):
        if run_id is None or (run is not None and run_id == run.id):
            counts[kind] = counts.get(kind, 0) + 1
    return counts
