"""Class vectors of prediction files, made probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.amounts import amount
from assay.formats.problems import ProblemLog
from assay.model.reading import VectorForm

SLACK = 1e-6
"""By so much a probability may lie outside of 0..1: the model computes in float32."""

SUM_SLACK = 0.02
"""By so much the probabilities of a row may miss 1: files are rounded."""


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, k) probabilities, rows adding up to 1: exp(z_i) / Σ_j exp(z_j).

    The largest logit of each row is taken away first, which changes nothing and cannot overflow.
    """
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, k) probabilities, each by itself: 1 / (1 + exp(-z)), by the power that cannot overflow."""
    power = np.exp(-np.abs(logits))
    return np.asarray(np.where(logits >= 0, 1, power) / (1 + power))


def outside(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(n,) whether a row has a number that is no probability; numbers that are not finite do not count."""
    return np.asarray(((values < -SLACK) | (values > 1 + SLACK)).any(axis=1))


def are_percent(vectors: NDArray[np.float64]) -> bool:
    """Whether (n, k) vectors are percent without doubt: from 0 to 100, adding up to 100 in nine of ten rows."""
    given = vectors[np.isfinite(vectors).all(axis=1)]
    if not len(given) or given.shape[1] < 2:
        return False
    fits = (given >= 0).all(axis=1) & (np.abs(given.sum(axis=1) - 100) <= 100 * SUM_SLACK)
    return float(fits.mean()) >= 0.9


class ClassVectors:
    """Makes the class vectors of one file probabilities, all by one rule.

    A file most of whose first vectors have numbers outside of 0..1 holds logits, unless they are percent. `form` is
    what a person says of them; it goes before what the numbers look like, but independent classes that lie within
    0..1 have been through their sigmoid already. Probabilities that add up to more than 1, or to less than
    `least_sum`, are told: a detector keeps a share for the background, a classifier does not.
    """

    def __init__(self, form: VectorForm | None = None, *, least_sum: float = 0.0) -> None:
        self._form = form
        self._least_sum = least_sum
        self._are_logits: bool | None = None
        self._are_percent = False
        self._odd_sums = 0
        self._first_odd: int | None = None

    @property
    def form(self) -> VectorForm:
        """What the vectors were read as; PROBABILITIES as long as none was seen."""
        if self._form in {VectorForm.PROBABILITIES, VectorForm.LOGITS}:
            return VectorForm(self._form)
        return (self._form or VectorForm.LOGITS) if self._are_logits else VectorForm.PROBABILITIES

    def probabilities(self, vectors: NDArray[np.float64], rows: NDArray[np.int32]) -> NDArray[np.float64]:
        """(n, k) probabilities of (n, k) vectors; `rows` (n,) are their row numbers in the file.

        Rows that cannot be probabilities though the others are stay as they came: `outside` tells them.
        """
        finite = np.isfinite(vectors).all(axis=1)
        if self._are_logits is None and finite.any():
            self._are_percent = self._form is None and are_percent(vectors)
            self._are_logits = not self._are_percent and bool(outside(vectors[finite]).mean() > 0.5)
        if self._are_percent:
            vectors = vectors / 100
        if self.form is not VectorForm.PROBABILITIES:
            return (softmax if self.form is VectorForm.LOGITS else sigmoid)(vectors)
        if self._form is not VectorForm.MULTI_LABEL:
            self._count_odd_sums(vectors, rows)
        return vectors

    def _count_odd_sums(self, vectors: NDArray[np.float64], rows: NDArray[np.int32]) -> None:
        sums = vectors.sum(axis=1)
        misses = (sums > 1 + SUM_SLACK) | (sums < self._least_sum - SUM_SLACK)
        odd = np.flatnonzero(misses & ~outside(vectors))
        self._odd_sums += len(odd)
        if len(odd) and self._first_odd is None:
            self._first_odd = int(rows[odd[0]])

    def tell(self, place: str, row_place: str, problems: ProblemLog) -> None:
        """Report what the vectors were taken for; `row_place` makes words of a row number."""
        if self._form is None and self.form is VectorForm.LOGITS:
            message = (
                "Most class vectors have numbers outside of 0 to 1: read as logits, made probabilities by a softmax. "
                "If the classes do not exclude each other, import again and say that the vectors are multi-label."
            )
            problems.keep(place, "logits", message)
        if self._are_percent:
            problems.keep(place, "percent", "Class vectors add up to 100: read as percent, 100 as a probability of 1.")
        if self._first_odd is not None:
            message = (
                f"Probabilities of {amount(self._odd_sums, 'row')} do not add up to 1, the first at "
                f"{row_place.format(self._first_odd)}: kept. Import again if they are logits or multi-label."
            )
            problems.keep(place, "probabilities-sum", message)
