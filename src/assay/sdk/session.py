"""What the nouns of one project share."""

from __future__ import annotations

from dataclasses import dataclass

from assay.model.change import Change
from assay.model.signature import Signature
from assay.store.store import Store
from assay.workflows.follow_up import follow_up


@dataclass(frozen=True, slots=True)
class Session:
    """An open project, the dataset its nouns speak of (None: the first one), and who makes the changes."""

    store: Store
    dataset: str | None
    author: str

    def sign(self, reason: str = "") -> Signature:
        """Who makes a change from Python, and why."""
        return Signature(author=self.author, reason=reason, source="sdk")

    def follow(self, change: Change) -> Change:
        """The change, once what was measured of what it edited is measured anew."""
        follow_up(self.store)
        return change
