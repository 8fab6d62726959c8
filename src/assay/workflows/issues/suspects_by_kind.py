"""The suspects of a dataset by kind: how many there are, how many are likely errors, and the best to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.detectors.detector import Detector
from assay.detectors.registry import DETECTORS
from assay.model.issue import IssueState
from assay.schema.scope import Scope
from assay.store.snapshot import Snapshot
from assay.workflows.inbox import ranking
from assay.workflows.issues.spot_check import Precision, listed, precisions

EXAMPLES = 5
"""How many suspects of each kind are shown: those most worth judging."""


@dataclass(frozen=True, slots=True)
class Suspects:
    """The suspects of one kind.

    detector : the one that raises most of them, whose title and rule stand for the kind. counts : by state. examples :
    ids of the open ones most worth judging. precision : how many of them are real errors; None where there are none.
    benefit : what judging all open ones is expected to bring, in errors as bad as a wrong class.
    """

    detector: Detector
    counts: Mapping[IssueState, int]
    examples: tuple[int, ...]
    precision: Precision | None
    benefit: float

    @property
    def query(self) -> str:
        """The query that lists the open ones."""
        return f'kind = "{self.detector.kind.value}" and state = "open"'


def suspects(snapshot: Snapshot, scope: Scope) -> tuple[Suspects, ...]:
    """Every kind that a detector looks for: first those whose judging brings most."""
    rows = listed(snapshot, scope)
    precision = {one.kind: one for one in precisions(snapshot, scope) if one.detector is None}
    kinds = dict.fromkeys(detector.kind.value for detector in DETECTORS.values())
    found = [
        _suspects(snapshot, scope, rows.filter(pc.equal(rows["kind"], kind)), kind, precision.get(kind))
        for kind in kinds
    ]
    return tuple(sorted(found, key=lambda group: -group.benefit))


def kind_titles() -> dict[str, tuple[str, str]]:
    """For each kind that a detector looks for, title and rule of the first that does."""
    return {detector.kind.value: (detector.title, detector.rule) for detector in reversed(list(DETECTORS.values()))}


def _suspects(snapshot: Snapshot, scope: Scope, rows: pa.Table, kind: str, precision: Precision | None) -> Suspects:
    waiting = rows.filter(pc.equal(rows["state"], IssueState.OPEN.value))
    ids = waiting["id"].to_numpy()
    _, benefit = ranking(snapshot, scope.dataset_id).of(ids)
    best = np.lexsort((ids, -benefit))[:EXAMPLES]
    counts = {IssueState(state): count for state, count in _counts(rows["state"]).items()}
    return Suspects(_leading(kind, waiting), counts, tuple(ids[best].tolist()), precision, float(benefit.sum()))


def _leading(kind: str, rows: pa.Table) -> Detector:
    """The detector of the kind that raised most of these rows, of equals the first."""
    raised = _counts(rows["detector"])
    of_kind = [detector for detector in DETECTORS.values() if detector.kind.value == kind]
    return max(of_kind, key=lambda detector: raised.get(detector.name, 0))


def _counts(names: pa.ChunkedArray) -> dict[str, int]:
    """How often each name stands there."""
    found = pc.value_counts(names)
    return dict(zip(found.field("values").to_pylist(), found.field("counts").to_pylist(), strict=True))
