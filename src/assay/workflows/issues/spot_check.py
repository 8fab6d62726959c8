"""Spot checks: judge n random open suspects and know how precise the list is, with an interval (G12)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.errors import ChoiceInvalid, NotFound
from assay.model.issue import IssueState
from assay.model.signature import NOBODY, Signature
from assay.model.spot_check import SpotCheck
from assay.schema.scope import Scope
from assay.statistics.intervals import wilson
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.explore.catalog import scope_of
from assay.workflows.inbox import groups, ranking

SIZE = 30
"""Suspects of a spot check: 30 tell a share of 84 % as 66 % to 93 %."""

LARGEST = 1_000
"""More than that nobody judges."""


class Basis(StrEnum):
    """What an estimate of precision rests on.

    RANDOM   suspects drawn at random: it holds for the whole list they were drawn from.
    RANKED   decisions made down the list, which begins with the surest: too high for the rest of it.
    CLAIMED  nobody judged any: it is what the detectors claim.
    """

    RANDOM = "random"
    RANKED = "ranked"
    CLAIMED = "claimed"


@dataclass(frozen=True, slots=True)
class Precision:
    """The share of suspects that are real errors, and what that rests on.

    kind, detector : of which suspects; None for any. share : 0..1, with the 95 % interval low..high (Wilson 1927), NaN
    where nobody judged any. errors, judged : counts that it rests on. open : suspects that wait. expected : how many
    of these are errors, the sum of their calibrated chances.
    """

    kind: str | None
    detector: str | None
    basis: Basis
    share: float
    low: float
    high: float
    errors: int
    judged: int
    open: int
    expected: float


def draw_spot_check(
    store: Store,
    *,
    dataset: str | int | None = None,
    run: str | int | None = None,
    kind: str | None = None,
    size: int = SIZE,
    by: Signature = NOBODY,
    seed: int | None = None,
) -> SpotCheck:
    """Draw `size` open suspects of `kind`, or of the whole list, each with the same chance; all when there are fewer.

    They are drawn at even steps from a random start down the list in order of detector and chance, so that each
    detector, and sure and unsure suspects, have their share of the sample; then shuffled.

    Raises
    ------
    NotFound : there is no such dataset or run, or no open suspect to draw.
    ChoiceInvalid : the size is not in 1..1000.
    """
    if not 1 <= size <= LARGEST:
        raise ChoiceInvalid(f"A spot check has 1 to {LARGEST:,} suspects, got {size:,}.", hint="30 tell a lot already.")
    with store.writer() as writer:
        scope = scope_of(writer.base, dataset, run)
        rows = listed(writer.base, scope)
        rows = rows.filter(_in_state(rows, IssueState.OPEN))
        if kind is not None:
            rows = rows.filter(pc.equal(rows["kind"], kind))
        count = rows.num_rows
        if not count:
            raise NotFound("There is no open suspect to draw.", hint="`assay find` looks for suspects.")
        rows = rows.sort_by([("detector", "ascending"), ("score", "ascending"), ("id", "ascending")])
        chosen = _even_steps(count, size, random.Random(seed))
        ids = rows["id"].to_numpy()[chosen].tolist()
        return writer.add_spot_check(
            scope.dataset_id, ids, run_id=scope.run_id, kind=kind, population=count, author=by.author
        )


def newest_spot_check(snapshot: Snapshot, scope: Scope) -> SpotCheck | None:
    """The spot check of the scope's list that was drawn last."""
    checks = _checks(snapshot, scope)
    return checks[-1] if checks else None


def begun_spot_check(snapshot: Snapshot, scope: Scope) -> SpotCheck | None:
    """The newest spot check, if it still has suspects to judge."""
    newest = newest_spot_check(snapshot, scope)
    return newest if newest is not None and left_of(snapshot, newest) else None


def spot_check(snapshot: Snapshot, check_id: int) -> SpotCheck:
    """A spot check by id; raise `NotFound` when there is none."""
    for dataset in snapshot.datasets():
        for check in snapshot.spot_checks(dataset.id):
            if check.id == check_id:
                return check
    raise NotFound(f"There is no spot check {check_id}.", hint="`assay spot-check` draws one.")


def left_of(snapshot: Snapshot, check: SpotCheck) -> list[int]:
    """The suspects of a spot check that are still to be judged, in its order."""
    rows = snapshot.take("issues", check.issues, columns=("id", "state"))
    left: list[int] = rows.filter(_in_state(rows, IssueState.OPEN))["id"].to_pylist()
    return left


def precisions(snapshot: Snapshot, scope: Scope) -> tuple[Precision, ...]:
    """Precision of the whole list, then of each kind, then of each detector, by name."""
    rows = listed(snapshot, scope)
    ids = rows["id"].to_numpy()
    counted = _Counted(
        ids,
        ranking(snapshot, scope.dataset_id).of(ids)[0],
        *(_in_state(rows, state) for state in (IssueState.OPEN, IssueState.FIXED, IssueState.KEPT)),
    )
    newest = {check.kind: check for check in _checks(snapshot, scope)}
    checks = [newest[None]] if None in newest else []
    found = [counted.precision(np.ones(len(ids), np.bool_), checks, kind=None, detector=None)]
    kind_of: dict[str, str] = {}
    for kind, of_kind in groups(rows["kind"]):
        here = checks + ([newest[kind]] if kind in newest else [])
        found.append(counted.precision(of_kind, here, kind=kind, detector=None))
        kind_of |= dict.fromkeys(pc.unique(rows["detector"].filter(pa.array(of_kind))).to_pylist(), kind)
    for detector, of_detector in groups(rows["detector"]):
        kind = kind_of[detector]
        here = checks + ([newest[kind]] if kind in newest else [])
        found.append(counted.precision(of_detector, here, kind=kind, detector=detector))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """The suspects of a list, n of them: ids, calibrated chances, and which of them stand in which state."""

    ids: Ids
    chance: NDArray[np.float64]
    is_open: Flags
    fixed: Flags
    kept: Flags

    def precision(
        self, among: Flags, checks: Sequence[SpotCheck], *, kind: str | None, detector: str | None
    ) -> Precision:
        """What is known of some of them; `checks` were drawn from lists that hold them."""
        basis, judged = Basis.RANDOM, among & self._judged_first(checks)
        if not judged.any():
            basis, judged = Basis.RANKED, among & (self.fixed | self.kept)
        errors, total = int((judged & self.fixed).sum()), int(judged.sum())
        waiting = self.chance[among & self.is_open]
        low, high = wilson(errors, total)
        claimed = float(waiting.mean()) if len(waiting) else float("nan")
        return Precision(
            kind,
            detector,
            basis if total else Basis.CLAIMED,
            errors / total if total else claimed,
            float(low),
            float(high),
            errors,
            total,
            open=len(waiting),
            expected=float(waiting.sum()),
        )

    def _judged_first(self, checks: Sequence[SpotCheck]) -> Flags:
        """(n,) which of them were drawn and judged, up to the first of each sample that is still open.

        What lies behind it may have been judged because it stood high in the ranked list, which is no random choice.
        """
        judged = np.zeros(len(self.ids), np.bool_)
        for check in checks:
            drawn = np.array(check.issues, np.int64)
            at = np.searchsorted(self.ids, drawn).clip(max=len(self.ids) - 1)
            at = at[self.ids[at] == drawn]  # some may be off the list by now
            waits = np.flatnonzero(self.is_open[at])
            judged[at[: waits[0]] if len(waits) else at] = True
        return judged & (self.fixed | self.kept)


def _even_steps(count: int, size: int, chooser: random.Random) -> list[int]:
    """`size` of 0..count-1 at even steps from a random start, shuffled; all when there are fewer."""
    step = count / min(size, count)
    start = chooser.random() * step
    places = [min(int(start + at * step), count - 1) for at in range(min(size, count))]
    chooser.shuffle(places)
    return places


def _checks(snapshot: Snapshot, scope: Scope) -> Sequence[SpotCheck]:
    """The spot checks of the scope's list, oldest first."""
    return [check for check in snapshot.spot_checks(scope.dataset_id) if check.run_id == scope.run_id]


def listed(snapshot: Snapshot, scope: Scope) -> pa.Table:
    """The suspects that are listed of a dataset beside a run: id, kind, detector, score, state and run_id."""
    columns = ("id", "kind", "detector", "score", "state", "run_id")
    rows = snapshot.rows("issues", columns=columns, where={"dataset_id": scope.dataset_id})
    return rows.filter(pc.is_in(rows["run_id"], value_set=pa.array([None, scope.run_id], pa.int32())))


def _in_state(rows: pa.Table, state: IssueState) -> Flags:
    found: Flags = pc.equal(rows["state"], state.value).to_numpy()
    return found
