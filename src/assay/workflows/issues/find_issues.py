"""Find suspected errors: run every detector whose needs are met, and bring the issues table up to what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from assay.detectors.registry import DETECTORS
from assay.errors import NotFound
from assay.jobs.progress import Progress, quiet
from assay.model.dataset import Dataset
from assay.model.looked_for import LookedFor
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.digests import Digests
from assay.workflows.issues.learned import asks_labels, keep_learned
from assay.workflows.issues.look_for_errors import Target, bring_up, dataset_view, look
from assay.workflows.segment_errors import settle_items


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
    the list. What was looked for is noted: `find_again` follows edits.

    Raises
    ------
    NotFound : there is no such dataset, run or kind.
    """
    started = perf_counter()
    _check(kinds)
    with store.writer() as writer:
        base = writer.base
        found_in = base.dataset(dataset)
        chosen = base.run(found_in.id, run) if run is not None or base.runs(found_in.id) else None
        target = Target(found_in, chosen, None if kinds is None else tuple(kinds))
        digests = Digests(base, progress)
        view = dataset_view(base, found_in, chosen, digests)
        sighting = look(view, target, progress=progress)
        now = base.tip
        before = [one.as_of for one in base.looked_for(found_in.id)]
        bring_up(writer, target, sighting, since=min(before, default=now))
        sought = dict.fromkeys(detector.kind.value for detector in target.detectors)
        writer.note_looked_for(LookedFor(found_in.id, chosen.id if chosen else None, kind, now) for kind in sought)
        digests.keep(writer)
    keep_learned(store, base, found_in, view, own=any(asks_labels(one) for one in target.detectors))
    settle_items(store)
    return FindReport(
        dataset=found_in.name,
        run=chosen.name if chosen else None,
        found=_open_by_kind(store.snapshot(), found_in, chosen),
        skipped={detector.slug: reason for detector, reason in sighting.skipped.items()},
        seconds=perf_counter() - started,
    )


def _check(kinds: Sequence[str] | None) -> None:
    known = list(dict.fromkeys(detector.kind.value for detector in DETECTORS.values()))
    unknown = [kind for kind in kinds or () if kind not in known]
    if unknown:
        raise NotFound(f"There is no detector of the kind {unknown[0]!r}.", hint=f"There are: {', '.join(known)}.")


def _open_by_kind(snapshot: Snapshot, dataset: Dataset, run: Run | None) -> dict[str, int]:
    rows = snapshot.rows("issues", columns=("kind", "run_id"), where={"dataset_id": dataset.id, "state": "open"})
    runs = rows.column("run_id").to_pylist()
    counts: dict[str, int] = {detector.kind.value: 0 for detector in DETECTORS.values()}
    for kind, run_id in zip(rows.column("kind").to_pylist(), runs, strict=True):
        if run_id is None or (run is not None and run_id == run.id):
            counts[kind] = counts.get(kind, 0) + 1
    return counts
