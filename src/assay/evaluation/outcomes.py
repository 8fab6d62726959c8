"""How labels and predictions fared: the rows that matching gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.model.match import Outcome

OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)
"""What an outcome code means: `OUTCOMES[code]`."""

CORRECT, CONFUSION, BACKGROUND, DUPLICATE, MISSED, IGNORED = (
    OUTCOMES.index(outcome)
    for outcome in (
        Outcome.CORRECT,
        Outcome.CONFUSION,
        Outcome.BACKGROUND,
        Outcome.DUPLICATE,
        Outcome.MISSED,
        Outcome.IGNORED,
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class MatchArrays:
    """Who met whom, n rows: every label once in its own order, then every prediction that took none.

    label_index : (n,) row of the label, -1 for a prediction alone.
    pred_index : (n,) row of the prediction, -1 for a label alone.
    iou : (n,) overlap of the two, NaN where one is alone.
    outcome : (n,) int8, an index into `OUTCOMES`.
    """

    label_index: Ids
    pred_index: Ids
    iou: NDArray[np.float64]
    outcome: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.outcome)

    def outcomes(self) -> list[str]:
        """The outcome of each row in words, as the match table stores it."""
        words = np.array([outcome.value for outcome in OUTCOMES])
        told: list[str] = words[self.outcome].tolist()
        return told

    def take(self, chosen: Flags | Ids) -> MatchArrays:
        """The rows that `chosen` marks, (n,) flags, or names, in its order."""
        return MatchArrays(self.label_index[chosen], self.pred_index[chosen], self.iou[chosen], self.outcome[chosen])
