"""How the people who labelled fare: what each labelled, what is suspected of it, and how long it took (D14)."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.evaluation.rates import divided
from assay.model.dataset import Dataset
from assay.model.issue import IssueState
from assay.model.match import Outcome
from assay.model.run import Run
from assay.schema.own_fields import ANNOTATOR, SECONDS, OwnValues
from assay.statistics.deviation import deviation
from assay.statistics.intervals import wilson
from assay.store.snapshot import Snapshot
from assay.workflows.metrics.metric_states import run_of

Floats = NDArray[np.float64]

FIELDS = ANNOTATOR
"""The fields of a label in which its annotator is looked for, first the first."""

_TOOK_LABEL = (Outcome.CORRECT.value, Outcome.CONFUSION.value, Outcome.MISSED.value)


@dataclass(frozen=True, slots=True, eq=False)
class Annotators:
    """The n people who labelled, those whose labels are most surely suspected first.

    labels : (n,) labels of theirs that stand. unsigned : labels that do not say who made them.
    suspected : (n,) labels that an open suspect speaks of. kinds : kind of suspect -> (n,) labels.
    imported, changed : (n,) labels as they were imported, and those of them changed or removed here.
    compared, disagreed : (n,) labels that were compared with the run, and those that it missed or gave another class.
    timed : (n,) labels whose time is logged. seconds : (n,) their mean time. seconds_z : (n,) how many standard
        deviations of the n mean times that is above the mean of those; NaN where all are as fast, or none is logged.
    """

    run: str | None
    names: tuple[str, ...]
    unsigned: int
    labels: Ids
    suspected: Ids
    kinds: dict[str, Ids]
    imported: Ids
    changed: Ids
    compared: Ids
    disagreed: Ids
    timed: Ids
    seconds: Floats
    seconds_z: Floats

    def arrow(self) -> pa.Table:
        """One row per person: the numbers, their shares with the ends of their Wilson intervals of 95 %, the kinds.

        A share is NULL where there is nothing to divide by.
        """
        columns: dict[str, object] = {"annotator": pa.array(self.names, pa.string()), "labels": self.labels}
        for name, hits, total in (
            ("suspected", self.suspected, self.labels),
            ("changed", self.changed, self.imported),
            ("disagreed", self.disagreed, self.compared),
        ):
            low, high = wilson(hits, total)
            shares = {"share": divided(hits, total), "low": low, "high": high}
            columns |= {name: hits, **{f"{name}_{end}": _nullable(values) for end, values in shares.items()}}
        columns |= {"compared": self.compared, "timed": self.timed}
        columns |= {"seconds": _nullable(self.seconds), "seconds_z": _nullable(self.seconds_z)}
        columns |= {f"suspected.{kind}": count for kind, count in self.kinds.items()}
        return pa.table(columns)


def annotators(snapshot: Snapshot, *, dataset: str | int | None = None, run: str | int | None = None) -> Annotators:
    """Who labelled what in `dataset`, by the labels' own field (one of `FIELDS`), held against `run` (the newest).

    Raises
    ------
    NotFound : there is no such dataset or run.
    """
    target = snapshot.dataset(dataset)
    chosen = run_of(snapshot, target, run)
    columns = ("id", "attributes", "source_hash", "deleted", "changed_by")
    rows = snapshot.all_rows("annotations", columns=columns, where={"dataset_id": target.id})
    signed = OwnValues.of(rows["attributes"], FIELDS)
    names, codes = np.unique(np.array([str(value) for value in signed.values], np.str_), return_inverse=True)
    stands = ~np.asarray(rows["deleted"], np.bool_)
    of = rows.take(pa.array(signed.rows))
    people = _People(np.asarray(of["id"], np.int64), codes.astype(np.int64), stands[signed.rows], len(names))
    imported = np.asarray(of["source_hash"].is_valid())
    kinds = _suspected(snapshot, target, chosen)
    compared, disagreed = _compared(snapshot, chosen)
    seconds = OwnValues.of(rows["attributes"], SECONDS).numbers[signed.rows]
    timed, mean = people.mean(seconds)
    found = Annotators(
        chosen.name if chosen else None,
        tuple(names.tolist()),
        int(stands.sum() - people.stands.sum()),
        labels=people.count(people.stands),
        suspected=people.among(np.concatenate([np.zeros(0, np.int64), *kinds.values()])),
        kinds={kind: people.among(ids) for kind, ids in kinds.items()},
        imported=people.count(imported),
        changed=people.count(imported & np.asarray(of["changed_by"].is_valid())),
        compared=people.among(compared),
        disagreed=people.among(disagreed),
        timed=timed,
        seconds=mean,
        seconds_z=_z_scores(mean),
    )
    return _ordered(found)


@dataclass(frozen=True, slots=True, eq=False)
class _People:
    """Signed labels by id, in order: whose each is, and whether it stands."""

    id: Ids
    code: Ids
    stands: Flags
    size: int

    def count(self, flags: Flags) -> Ids:
        return np.bincount(self.code[flags], minlength=self.size)

    def among(self, ids: Ids) -> Ids:
        """How many labels that stand are in `ids`, however often."""
        return self.count(self.stands & np.isin(self.id, ids))

    def mean(self, values: Floats) -> tuple[Ids, Floats]:
        """How many labels that stand have a value, and the mean of those; NaN without any."""
        has = self.stands & np.isfinite(values)
        total, count = np.bincount(self.code[has], values[has], minlength=self.size), self.count(has)
        return count, divided(total, count)


def _suspected(snapshot: Snapshot, dataset: Dataset, run: Run | None) -> dict[str, Ids]:
    """Kind of suspect -> ids of the labels that an open one speaks of: of the run, or found without any."""
    columns = ("kind", "annotation_id", "run_id")
    issues = snapshot.rows("issues", columns=columns, where={"dataset_id": dataset.id, "state": IssueState.OPEN.value})
    other_run = pc.fill_null(pc.not_equal(issues["run_id"], run.id if run else -1), fill_value=False)
    issues = issues.filter(pc.and_(issues["annotation_id"].is_valid(), pc.invert(other_run)))
    kinds = sorted(pc.unique(issues["kind"]).to_pylist())
    return {
        kind: np.asarray(issues.filter(pc.equal(issues["kind"], kind))["annotation_id"], np.int64) for kind in kinds
    }


def _compared(snapshot: Snapshot, run: Run | None) -> tuple[Ids, Ids]:
    """Ids of the labels that the run was compared with, and of those that it contradicts; none without evaluation."""
    evaluation = snapshot.evaluation(run.id) if run else None
    columns = ("annotation_id", "outcome")
    # There is no evaluation 0.
    rows = snapshot.rows("matches", columns=columns, where={"evaluation_id": evaluation.id if evaluation else 0})
    rows = rows.filter(pc.is_in(rows["outcome"], value_set=pa.array(_TOOK_LABEL)))
    ids = np.asarray(rows["annotation_id"], np.int64)
    return ids, ids[np.asarray(pc.not_equal(rows["outcome"], Outcome.CORRECT.value), np.bool_)]


def _z_scores(mean: Floats) -> Floats:
    known = mean[np.isfinite(mean)]
    spread = deviation(known)
    return (mean - known.mean()) / spread if spread > 0 else np.full(len(mean), np.nan)


def _ordered(found: Annotators) -> Annotators:
    """By the lower end of the share suspected, then by the number of labels."""
    low, _ = wilson(found.suspected, found.labels)
    order = np.lexsort((-found.labels, -np.nan_to_num(low, nan=-1.0)))
    arrays = {one.name: getattr(found, one.name) for one in fields(found)}
    ranked: dict[str, Any] = {name: values[order] for name, values in arrays.items() if isinstance(values, np.ndarray)}
    kinds = {kind: count[order] for kind, count in found.kinds.items()}
    return replace(found, names=tuple(found.names[at] for at in order), kinds=kinds, **ranked)


def _nullable(values: Floats) -> pa.Array:
    return pa.array(values, mask=np.isnan(values))
