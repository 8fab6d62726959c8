"""What a snapshot tells of reviews: what of them is in force, and what classes are."""

from __future__ import annotations

from assay.model.class_note import ClassNote
from assay.store.journal import Tip
from assay.store.nouns import Nouns
from assay.store.review_applications import Application, read_applications
from assay.store.sources import Sources


class ReviewReader:
    """The part of a snapshot that tells of reviews. What people said in them is no part of a publication."""

    _sources: Sources
    _nouns: Nouns
    _tip: Tip

    def applications(self, review_id: int) -> list[Application]:
        """What of a review is in force, oldest first."""
        with self._sources.ledger.read() as connection:
            return read_applications(connection, review_id, tip=self._tip.id)

    def class_note(self, category_id: int) -> ClassNote:
        """What was noted on a class; empty where nothing was."""
        return self._nouns.class_notes.get(category_id, ClassNote(category_id))
