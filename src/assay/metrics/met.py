"""What each prediction of a run met in its evaluation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Flags, Labels
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.match import Outcome

NO_CLASS = -1


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """The n predictions of a view, as its matches say.

    known : (n,) those that were compared and count: at or above the evaluation's confidence, not on ignored regions.
    correct : (n,) those that met a label of their class.
    category : (n,) class id of the label that each took; -1 for one that took none.
    """

    known: Flags
    correct: Flags
    category: Labels

    @classmethod
    def of(cls, view: View) -> Met:
        """Nothing is known where the run has no evaluation."""
        predictions = view.objects(Level.PREDICTION)
        count = len(predictions)
        known, correct = np.zeros(count, bool), np.zeros(count, bool)
        category = np.full(count, NO_CLASS, np.int32)
        if view.matches is None or not count:
            return cls(known, correct, category)
        rows = view.matches.filter(pc.is_valid(view.matches["prediction_id"]))
        order = np.argsort(predictions.id)
        place = np.searchsorted(predictions.id, np.asarray(rows["prediction_id"], np.int64), sorter=order)
        found = order[np.minimum(place, count - 1)]
        here = predictions.id[found] == np.asarray(rows["prediction_id"], np.int64)
        at, rows = found[here], rows.filter(pa.array(here))
        outcome = rows["outcome"].combine_chunks()
        known[at] = np.asarray(pc.not_equal(outcome, Outcome.IGNORED.value))
        correct[at] = np.asarray(pc.equal(outcome, Outcome.CORRECT.value))
        category[at] = np.asarray(pc.fill_null(rows["category_id"], NO_CLASS), np.int32)
        return cls(known, correct, category)
