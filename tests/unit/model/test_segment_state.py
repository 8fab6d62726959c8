"""Where the work on a segment may go (V1.12, I12)."""

from __future__ import annotations

import pytest

from assay.errors import SegmentInvalid
from assay.model.segment_state import CLOSED, STEPS, SegmentState, check_step

S = SegmentState


def test_every_state_is_reached_from_triage_and_left_again() -> None:
    reached, waiting = {S.TRIAGE}, [S.TRIAGE]
    while waiting:
        fresh = STEPS[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh
    assert reached == set(S)
    assert all(STEPS[state] for state in S)


def test_only_what_was_looked_at_is_resolved() -> None:
    assert {state for state in S if S.RESOLVED in STEPS[state]} == {S.IN_REVIEW}


def test_what_was_closed_opens_again_and_nothing_else() -> None:
    for state in CLOSED:
        assert not STEPS[state] & CLOSED


@pytest.mark.parametrize("before", list(S))
@pytest.mark.parametrize("after", list(S))
def test_a_step_that_is_not_allowed_is_refused_with_those_that_are(before: S, after: S) -> None:
    if after is before or after in STEPS[before]:
        check_step(before, after)
        return
    with pytest.raises(SegmentInvalid) as refused:
        check_step(before, after)
    assert refused.value.hint is not None
    assert all(state.value in refused.value.hint for state in STEPS[before])
