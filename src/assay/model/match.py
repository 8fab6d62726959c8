"""How a label and a prediction met."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What a match row says. A row has a label, a prediction, or both.

    CORRECT     both, of one class: a true positive.
    CONFUSION   both, of different classes: the label is taken by a prediction of another class.
    BACKGROUND  a prediction with no label under it: a false positive on background.
    DUPLICATE   a prediction on a label that a better prediction has taken: a false positive too.
    MISSED      a label with no prediction on it: a false negative.
    IGNORED     a prediction on a crowd or ignored region, or such a region itself: counts for nothing.
    """

    CORRECT = "correct"
    CONFUSION = "confusion"
    BACKGROUND = "background"
    DUPLICATE = "duplicate"
    MISSED = "missed"
    IGNORED = "ignored"
