"""Look again for errors where something was edited since the last search; suspects of other images stay as they are.

The detectors see the whole set, as in a search, since most of them go by what is usual in it; what they say of the
touched images alone is written. So a suspect is what a search would make of it, and the others keep the score that
they had. What takes long to learn from embeddings is not learned anew: it is as of the search, see `learned`.
Detectors that would still take longer than a person waits are left to the next search, see `_follows`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from assay.arrays import Ids
from assay.detectors.detector import Detector, Need
from assay.detectors.learned import NOTHING, Learned
from assay.model.dataset import Dataset
from assay.model.level import Level
from assay.model.looked_for import LookedFor
from assay.model.run import Run
from assay.schema.statement import Statement
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.issues.learned import MOST_WITH_VECTORS, asks_labels, learned
from assay.workflows.issues.look_for_errors import Target, bring_up, dataset_view, look

MOST_OBJECTS = 500_000
"""Labels and predictions of a run up to which suspects follow an edit."""

MOST_WITH_CHANCES = 100_000
"""Labels up to which detectors follow that learn from the class probabilities of all of them."""

MOST_MASKS = 100_000
"""Masks of labels and of predictions up to which suspects follow: drawing them takes longer than all else."""

MOST_OUTLINES = 1_000
"""Masks of labels up to which outlines are compared."""

_EMBEDDED = {Need.LABEL_VECTORS: Level.ANNOTATION, Need.IMAGE_VECTORS: Level.IMAGE}
_TRIES = 100


def find_again(store: Store) -> int:
    """Look again for what was looked for, in the images that were edited or imported anew since.

    Returns how many searches were brought up to date: one for each run that was searched with, and not one where
    nothing was ever looked for. Not an edit: it follows from the labels, so undo of an edit takes it back by itself.
    """
    done = 0
    for _ in range(_TRIES):  # an edit that comes meanwhile is one more
        snapshot = store.snapshot()
        stale = next(_stale(store, snapshot), None)
        if stale is None:
            break
        done += _renew(store, snapshot, stale)
    return done


@dataclass(frozen=True, slots=True, eq=False)
class _Stale:
    """Searches for the same with one run, as of one entry of the journal, and the images that were touched since."""

    target: Target
    searches: tuple[LookedFor, ...]
    images: Ids
    learned: Learned

    @property
    def since(self) -> int:
        return self.searches[0].as_of


def _stale(store: Store, snapshot: Snapshot) -> Iterator[_Stale]:
    now = snapshot.tip
    for dataset in snapshot.datasets():
        groups: dict[tuple[int | None, int], list[LookedFor]] = {}
        for one in snapshot.looked_for(dataset.id):
            groups.setdefault((one.run_id, one.as_of), []).append(one)
        runs = {run.id: run for run in snapshot.runs(dataset.id)}
        for (run_id, as_of), searches in groups.items():
            if as_of >= now or (run_id is not None and run_id not in runs):
                continue
            run = None if run_id is None else runs[run_id]
            images = _touched(snapshot, dataset, as_of)
            if not len(images):
                continue
            known = _known(store, snapshot, dataset, images)
            follow = tuple(_follows(snapshot, dataset, run, searches, known))
            if follow:
                target = Target(dataset, run, tuple(one.kind for one in follow))
                yield _Stale(target, follow, images, known or NOTHING)


def _touched(snapshot: Snapshot, dataset: Dataset, since: int) -> Ids:
    """Ids of the images of a dataset that were touched, those that were removed as well."""
    touched = sorted(snapshot.touched_since(since))
    rows = snapshot.all_rows("images", columns=("id",), where={"dataset_id": dataset.id, "id": touched})
    return np.asarray(rows["id"], np.int64)


def _renew(store: Store, snapshot: Snapshot, stale: _Stale) -> bool:
    """Look without the project's lock, then write what still holds; False where another search came meanwhile."""
    dataset, seen = stale.target.dataset, snapshot.tip
    view = dataset_view(snapshot, dataset, stale.target.run, None, learned=stale.learned)
    sighting = look(view, stale.target)
    with store.writer() as writer:
        if writer.base.looked_for(dataset.id) != snapshot.looked_for(dataset.id):
            return False
        images = stale.images[~np.isin(stale.images, sorted(writer.base.touched_since(seen)))]
        bring_up(writer, stale.target, sighting, since=stale.since, images=images)
        writer.renew_looked_for(replace(one, as_of=seen) for one in stale.searches)
    return True


def _known(store: Store, snapshot: Snapshot, dataset: Dataset, images: Ids) -> Learned | None:
    """What the search learned from embeddings; None where the set is so small that all is learned anew."""
    rows = max(snapshot.count(table, where={"dataset_id": dataset.id}) for table in ("annotations", "images"))
    return learned(store, snapshot, dataset, images=images) if rows > MOST_WITH_VECTORS else None


def _follows(
    snapshot: Snapshot, dataset: Dataset, run: Run | None, searches: list[LookedFor], known: Learned | None
) -> Iterator[LookedFor]:
    """The searches that can follow an edit: every detector of the kind that could look now is quick enough."""
    labels, outlines = _counts(snapshot, Statement(_LABELS, {"dataset": dataset.id}))
    predictions, masks = _counts(snapshot, Statement(_PREDICTIONS, {"run": -1 if run is None else run.id}))
    if labels + predictions > MOST_OBJECTS or outlines + masks > MOST_MASKS:
        return
    present = _present(snapshot, dataset, run)
    slow = {Need.DIGESTS, Need.PIXELS}  # no edit changes a file, and the pixels of a run are read for minutes
    if labels > MOST_WITH_CHANCES:
        slow |= {Need.PROBABILITIES}
    if outlines > MOST_OUTLINES:
        slow |= {Need.MASKS}
    for one in searches:
        detectors = Target(dataset, run, (one.kind,)).detectors
        looking = [found for found in detectors if found.needs <= present]
        if looking and not any(
            (found.needs | found.learns_from) & present & slow or not _is_learned(found, present, known)
            for found in looking
        ):
            yield one


def _is_learned(detector: Detector, present: set[Need], known: Learned | None) -> bool:
    """Whether a detector has all that it learns from embeddings at hand, or learns it anew in no time."""
    if known is None:
        return True
    if asks_labels(detector) and present & _EMBEDDED.keys():
        return known.taught is not None and Level.ANNOTATION in known.near
    return all(_EMBEDDED[need] in known.near for need in detector.needs & _EMBEDDED.keys())


def _present(snapshot: Snapshot, dataset: Dataset, run: Run | None) -> set[Need]:
    """What detectors may find in a dataset and a run."""
    found = {Need.DIGESTS, Need.MASKS}
    for level, need in ((Level.ANNOTATION, Need.LABEL_VECTORS), (Level.IMAGE, Need.IMAGE_VECTORS)):
        if snapshot.embedding(dataset.id, level) is not None:
            found.add(need)
    if run is not None:
        found.add(Need.RUN)
        if run.reading.pixels is not None:
            found.add(Need.PIXELS)
        if snapshot.query(Statement(_CHANCES, {"run": run.id})).num_rows:
            found.add(Need.PROBABILITIES)
    return found


def _counts(snapshot: Snapshot, statement: Statement) -> tuple[int, int]:
    """How many objects there are, and how many of them have a mask."""
    row = snapshot.query(statement).to_pylist()[0]
    return int(row["objects"]), int(row["masks"])


_LABELS = "SELECT count(*) AS objects, count(segmentation) AS masks FROM annotations WHERE dataset_id = $dataset"

_PREDICTIONS = "SELECT count(*) AS objects, count(segmentation) AS masks FROM predictions WHERE run_id = $run"

_CHANCES = "SELECT id FROM predictions WHERE run_id = $run AND probabilities IS NOT NULL LIMIT 1"
