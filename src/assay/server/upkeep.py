"""After edits: what leaned on what was edited is made anew, beside the replies and never before them."""

from __future__ import annotations

from assay.jobs.background import Follower
from assay.store.store import Store
from assay.workflows.follow_up import follow_up, has_autotags, has_searches, has_values, has_vectors
from assay.workflows.segment_errors import has_quality_segments


class Upkeep:
    """Keeps the measured values and the suspects of one server's project true."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._follower = Follower(lambda: follow_up(store))

    def after_edit(self) -> None:
        """Something was edited; returns at once."""
        leaning = (has_vectors, has_values, has_autotags, has_searches, has_quality_segments)
        if any(has(self._store) for has in leaning):
            self._follower.poke()
