"""After edits: values that leaned on what was edited are measured anew, beside the replies and never before them."""

from __future__ import annotations

from assay.jobs.background import Follower
from assay.store.store import Store
from assay.workflows.follow_up import follow_up, has_autotags, has_values


class Upkeep:
    """Keeps the measured values of one server's project true."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._follower = Follower(lambda: follow_up(store))

    def after_edit(self) -> None:
        """Something was edited; returns at once."""
        if has_values(self._store) or has_autotags(self._store):
            self._follower.poke()
