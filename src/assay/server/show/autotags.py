"""Autotags as replies."""

from __future__ import annotations

from assay.server.replies.autotags import Autotag, TaughtAutotag
from assay.server.show.changes import show_result
from assay.store.snapshot import Snapshot
from assay.workflows.autotags.autotags import AutotagFacts, Taught, facts_of


def show_autotag(facts: AutotagFacts) -> Autotag:
    """An autotag with its answers and the spread of its scores."""
    autotag = facts.autotag
    return {
        "id": autotag.id,
        "dataset": autotag.dataset_id,
        "level": autotag.level,
        "name": autotag.name,
        "field": facts.field,
        "yes": list(autotag.yes),
        "no": list(autotag.no),
        "scored": facts.scored,
        "tagged": facts.tagged,
        "bins": list(facts.bins),
        "ready": facts.ready,
    }


def show_taught(taught: Taught, snapshot: Snapshot) -> TaughtAutotag:
    """What teaching did."""
    return {
        "autotag": show_autotag(facts_of(snapshot, taught.autotag)),
        "change": None if taught.change is None else show_result(taught.change, snapshot),
    }
