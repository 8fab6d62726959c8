"""What was looked for: one kind of error, in one dataset, with the predictions of one run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LookedFor:
    """A kind of error that was looked for.

    run_id : the run it was looked for with; None for none. as_of : the newest journal entry that the search saw; of
    what was edited since, suspects may be stale.
    """

    dataset_id: int
    run_id: int | None
    kind: str
    as_of: int
