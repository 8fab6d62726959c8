"""`project.issues`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from assay.jobs.progress import Progress, quiet
from assay.model.change import Change
from assay.model.level import Level
from assay.sdk.rows import Rows
from assay.workflows.decide_issues import Decision, decide_issues
from assay.workflows.find_issues import FindReport, find_issues


class Issues(Rows):
    """Suspected errors, each with a score (0 worst, 1 clean), the evidence, and what would mend it.

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

    def _decide(self, ids: Iterable[int], decision: Decision, category: str | None, *, reason: str) -> Change:
        whole, by = [int(id) for id in ids], self._session.sign(reason)
        return self._session.follow(decide_issues(self._session.store, whole, decision, category=category, by=by))
