"""`project.predictions`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from assay.model.change import Change
from assay.model.level import Level
from assay.sdk.rows import Rows
from assay.workflows.edits.edit_labels import accept_predictions


class Predictions(Rows):
    """What a run's model says is in the images.

    >>> project = assay.open("my.assay")
    >>> project.predictions.search("score > 0.5", sort="score", descending=True).table.column("score").to_pylist()
    [0.95, 0.9, 0.85]
    """

    level: ClassVar[Level] = Level.PREDICTION

    def accept(self, ids: Iterable[int], *, reason: str = "") -> Change:
        """Add predictions as labels, in one change that can be undone; raise `EditConflict` when one is gone."""
        by = self._session.sign(reason)
        return self._session.follow(accept_predictions(self._session.store, [int(id) for id in ids], by=by))
