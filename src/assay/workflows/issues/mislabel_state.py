"""What can tell of mislabels in a dataset, and what was told: the page on which they are asked for."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow.compute as pc

from assay.metrics.metric import Need
from assay.model.level import Level
from assay.model.mislabel_source import MislabelSource
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.issues.mislabels import SLUG, mislabel_standing, was_given
from assay.workflows.metrics.metric_states import MetricState, run_of
from assay.workflows.metrics.metric_view import present_needs


@dataclass(frozen=True, slots=True)
class SourceState:
    """One that could tell the classes of labels; `missing` says what it lacks, "" where it is ready."""

    source: MislabelSource
    missing: str


@dataclass(frozen=True, slots=True)
class ToldMislabels:
    """What stands in the columns of mislabels.

    state : measured or stale. labels : of which something is known. flagged : of these, likely wrong.
    coarsely : of those flagged, of another coarse class; None where classes have no groups. run : whose class
    probabilities were heard, if any. look_alikes : whether look-alikes were,
    and whether probabilities that a person gave were.
    """

    state: MetricState
    labels: int
    flagged: int
    coarsely: int | None
    run: str | None
    look_alikes: bool
    given: bool


@dataclass(frozen=True, slots=True)
class MislabelState:
    """Who could tell, the run that would be heard (None: there is none), and what was told; None where nothing was."""

    sources: tuple[SourceState, ...]
    run: str | None
    told: ToldMislabels | None


def mislabel_state(store: Store, *, dataset: str | int | None = None, run: str | int | None = None) -> MislabelState:
    """How mislabels stand in a dataset with a run (the newest).

    Raises
    ------
    NotFound : there is no such dataset or run.
    """
    snapshot = store.snapshot()
    target = snapshot.dataset(dataset)
    chosen = run_of(snapshot, target, run)
    present = present_needs(snapshot, target, chosen)
    of_run = ""
    if chosen is None:
        of_run = "There is no run."
    elif Need.PROBABILITIES not in present[Level.PREDICTION]:
        of_run = f"The predictions of {chosen.name} have one confidence each, and no probability for every class."
    is_embedded = any(Need.EMBEDDINGS in present[level] for level in (Level.ANNOTATION, Level.IMAGE))
    return MislabelState(
        (
            SourceState(MislabelSource.RUN, of_run),
            SourceState(MislabelSource.LOOK_ALIKES, "" if is_embedded else "No label is embedded yet."),
        ),
        chosen.name if chosen else None,
        _told(store, snapshot, target.id),
    )


def _told(store: Store, snapshot: Snapshot, dataset_id: int) -> ToldMislabels | None:
    standing = mislabel_standing(store, dataset=dataset_id)
    if standing is None:
        return None
    rows = snapshot.rows("annotations", columns=standing.columns, where={"dataset_id": dataset_id})
    flags = pc.fill_null(rows["potential_mislabel"], False)  # noqa: FBT003 - arrow takes it by position
    coarsely = None
    if "coarse_label" in standing.columns:
        differs = pc.not_equal(rows["coarse_label"], rows["predicted_coarse_label"])
        coarsely = int(pc.sum(pc.and_(flags, pc.fill_null(differs, False))).as_py() or 0)  # noqa: FBT003 - as above
    column = next(one for one in snapshot.metric_columns(dataset_id) if one.metric == SLUG)
    named = {one.id: one.name for one in snapshot.runs(dataset_id)}
    return ToldMislabels(
        standing.state,
        standing.count,
        int(pc.sum(flags).as_py() or 0),
        coarsely,
        None if column.run_id is None else named.get(column.run_id),
        column.vectors is not None,
        was_given(column),
    )
