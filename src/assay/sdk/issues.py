"""`project.issues`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from assay.jobs.progress import Progress, quiet
from assay.model.change import Change
from assay.model.level import Level
from assay.model.spot_check import SpotCheck
from assay.sdk.rows import Rows
from assay.workflows.explore.catalog import scope_of
from assay.workflows.inbox import set_worth
from assay.workflows.issues.decide_issues import Decision, decide_issues
from assay.workflows.issues.find_issues import FindReport, find_issues
from assay.workflows.issues.spot_check import Precision, draw_spot_check, precisions


class Issues(Rows):
    """Suspected errors, each with a score (0 worst, 1 clean), the evidence, and what would mend it.

    Sorted by `benefit` they stand as in the inbox: those whose judging is expected to bring most first.

    >>> project = assay.open("my.assay")
    >>> project.issues.find().found["missing_object"]
    1
    >>> worst = project.issues.search('state = "open" and kind = "missing_object"', sort="score", limit=1)
    >>> project.issues.accept(worst.ids).title
    'Fix 1 suspect'
    >>> project.undo().title
    'Undo “Fix 1 suspect”'
    """

    level: ClassVar[Level] = Level.ISSUE

    def find(
        self, *, run: str | None = None, kinds: Sequence[str] | None = None, progress: Progress = quiet
    ) -> FindReport:
        """Look for errors with the predictions of `run` (the newest when None); `kinds` narrows what to look for.

        Raises
        ------
        NotFound : there is no such run or kind.
        """
        session = self._session
        return find_issues(session.store, dataset=session.dataset, run=run, kinds=kinds, progress=progress)

    def accept(self, ids: Iterable[int], *, reason: str = "") -> Change:
        """They are errors: apply the suggested fixes. Raise `EditInvalid` when one has none."""
        return self._decide(ids, Decision.ACCEPT, None, reason=reason)

    def keep(self, ids: Iterable[int], *, reason: str = "") -> Change:
        """They are no errors: the labels are right as they stand."""
        return self._decide(ids, Decision.KEEP, None, reason=reason)

    def relabel(self, ids: Iterable[int], category: str, *, reason: str = "") -> Change:
        """They are errors, and the right class is `category`."""
        return self._decide(ids, Decision.RELABEL, category, reason=reason)

    def confirm(self, ids: Iterable[int], *, reason: str = "") -> Change:
        """They are errors, which are mended elsewhere: nothing but the suspects changes."""
        return self._decide(ids, Decision.CONFIRM, None, reason=reason)

    def spot_check(self, size: int = 30, *, kind: str | None = None, seed: int | None = None) -> SpotCheck:
        """Draw open suspects at random, of `kind` or of the whole list. Judge them, then ask for `precision`.

        Raises
        ------
        NotFound : no suspect is open.
        """
        session, by = self._session, self._session.sign("")
        return draw_spot_check(session.store, dataset=session.dataset, kind=kind, size=size, by=by, seed=seed)

    def precision(self) -> tuple[Precision, ...]:
        """The share of real errors in the whole list, in each kind and of each detector, and what that rests on."""
        snapshot = self._session.store.snapshot()
        return precisions(snapshot, scope_of(snapshot, self._session.dataset))

    def set_worth(self, kind: str, worth: float | None) -> None:
        """Say what mending an error of `kind` is worth, where a wrong class is worth 1; None for the default.

        Raises
        ------
        EditInvalid : there is no such kind, or the worth is below 0.
        """
        set_worth(self._session.store, kind, worth, dataset=self._session.dataset)

    def _decide(self, ids: Iterable[int], decision: Decision, category: str | None, *, reason: str) -> Change:
        whole, by = [int(id) for id in ids], self._session.sign(reason)
        return self._session.follow(decide_issues(self._session.store, whole, decision, category=category, by=by))
