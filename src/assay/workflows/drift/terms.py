"""Two counts of one field's terms side by side: classes, splits, yes and no."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.query.facets import terms
from assay.schema.field import Field
from assay.workflows.explore.search import Question

MOST_TERMS = 100
"""How many terms, the most frequent of both sides together, are told apart; the others count as one."""

OTHERS = "other values"

_ALL = 1 << 31


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Terms, most frequent first, with (k,) how many rows of each side have them.

    Where `has_others`, the last count on either side is of all values beside `terms`, and k is one more.
    """

    terms: tuple[str, ...]
    has_others: bool
    reference: NDArray[np.int64]
    current: NDArray[np.int64]
    missing_reference: int
    missing_current: int


def count_terms(reference: Question, current: Question, field: Field) -> Terms:
    """The terms of a field on both sides; a class is told by its name, which may be all that two projects share."""
    before, after = _counted(reference, field.name), _counted(current, field.name)
    missing = before.pop(None, 0), after.pop(None, 0)
    both = before + after
    ranked = sorted(both, key=lambda term: (-both[term], term or ""))
    shown, rest = ranked[:MOST_TERMS], ranked[MOST_TERMS:]
    counts = [
        np.array([side[term] for term in shown] + [sum(side[term] for term in rest)] * bool(rest), np.int64)
        for side in (before, after)
    ]
    return Terms(tuple(term for term in shown if term is not None), bool(rest), counts[0], counts[1], *missing)


def _counted(question: Question, name: str) -> Counter[str | None]:
    rows = question.snapshot.query(
        terms(
            question.checked,
            level=question.level,
            scope=question.scope,
            catalog=question.catalog,
            field=name,
            limit=_ALL,
        )
    )
    counted: Counter[str | None] = Counter()
    for value, count in zip(rows.column("value").to_pylist(), rows.column("count").to_pylist(), strict=True):
        counted[value] += count  # two classes may have one name
    return counted
