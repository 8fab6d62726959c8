"""Where the work on a segment stands, and where it may go from there."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from assay.errors import SegmentInvalid


class SegmentState(StrEnum):
    """Where the work on a segment stands.

    TRIAGE       nobody has decided yet what to do with it.  BACKLOG  it is worth doing, later.
    IN_PROGRESS  somebody is at it.  IN_REVIEW  it was done, and somebody else looks at it.
    RESOLVED     it was done.  IGNORED  it needs nothing.  CANCELLED  it is not done any more.
    """

    TRIAGE = "triage"
    BACKLOG = "backlog"
    IN_PROGRESS = "in_progress"
    IN_REVIEW = "in_review"
    RESOLVED = "resolved"
    IGNORED = "ignored"
    CANCELLED = "cancelled"

    @property
    def words(self) -> str:
        """The state in words."""
        return self.value.replace("_", " ").capitalize()


_S = SegmentState
_LEFT = frozenset({_S.IGNORED, _S.CANCELLED})

STEPS: Mapping[SegmentState, frozenset[SegmentState]] = {
    _S.TRIAGE: frozenset({_S.IN_PROGRESS, _S.BACKLOG}) | _LEFT,
    _S.BACKLOG: frozenset({_S.TRIAGE, _S.IN_PROGRESS}) | _LEFT,
    _S.IN_PROGRESS: frozenset({_S.IN_REVIEW, _S.TRIAGE, _S.BACKLOG}) | _LEFT,
    _S.IN_REVIEW: frozenset({_S.RESOLVED, _S.IN_PROGRESS, _S.BACKLOG}) | _LEFT,
    _S.RESOLVED: frozenset({_S.IN_PROGRESS}),
    _S.IGNORED: frozenset({_S.TRIAGE}),
    _S.CANCELLED: frozenset({_S.TRIAGE}),
}
"""The states that may follow each: nothing is resolved that nobody looked at, and what was closed opens again."""

CLOSED = frozenset({_S.RESOLVED}) | _LEFT
"""The states in which nothing is left to do."""


def check_step(before: SegmentState, after: SegmentState) -> None:
    """Raise `SegmentInvalid` where a segment may not go from one state to the other."""
    if after is not before and after not in STEPS[before]:
        allowed = ", ".join(state.value for state in SegmentState if state in STEPS[before])
        raise SegmentInvalid(
            f"A segment in {before.value!r} cannot become {after.value!r}.", hint=f"From there it can become {allowed}."
        )
