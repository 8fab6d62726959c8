"""A column cut into bins that a query can name: quantiles of its numbers, or one bin for each of its texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assay.amounts import amount
from assay.arrays import Ids
from assay.query.nodes import Compare, IsNull, Literal, Member, Node, Not, Range
from assay.statistics.strata import assign, quantile_edges
from assay.workflows.runs.columns import Column, Values

MOST_GROUPS = 50
"""How many values of a text have a bin of their own; the rarer ones share one."""


@dataclass(frozen=True, slots=True)
class Bin:
    """What a bin is called, its range (None for a text) with the lower end in it, and the condition of its items."""

    label: str
    low: float | None
    high: float | None
    condition: Node


@dataclass(frozen=True, slots=True, eq=False)
class ColumnBins:
    """Bins that share out every value there is; what is unknown goes into the last, which is called so.

    edges : (k + 1,) of numbers, the last belonging to the bin below it; None for texts, whose codes `place` numbers.
    """

    bins: tuple[Bin, ...]
    edges: Values | None
    codes: Ids

    def place(self, values: Values) -> Ids:
        """(n,) the bin of each value."""
        unknown = np.isnan(values)
        if self.edges is not None:
            found = assign(values, self.edges)
        else:
            found = self.codes[np.where(unknown, -1, values).astype(np.int64)]
        return np.where(unknown, len(self.bins) - 1, found)

    def count(self, values: Values) -> Ids:
        """(b,) how many of the values fall into each bin."""
        return np.bincount(self.place(values), minlength=len(self.bins))


def cut(column: Column, sides: Sequence[Values], *, most: int) -> ColumnBins:
    """Bins of `column` over the values that `sides` hold: `most` quantiles at most, or one for each text."""
    values = np.concatenate([*sides, np.empty(0)])
    known = np.unique(values[~np.isnan(values)])
    if column.groups is not None:
        return _by_text(column, known.astype(np.int64))
    if not len(known):
        return ColumnBins((_unknown(column),), np.empty(0), np.empty(0, np.int64))
    return _by_number(column, known, quantile_edges(values[~np.isnan(values)], most))


def _by_number(column: Column, known: Values, edges: Values) -> ColumnBins:
    inner = [_short(*known[at - 1 : at + 1]) for at in np.unique(np.searchsorted(known, edges[1:-1])) if at]
    ends = np.array([known[0], *inner, known[-1]])
    is_whole = bool((known == np.floor(known)).all())
    bins = []
    for at, (low, high) in enumerate(zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)):
        is_last = at == len(ends) - 2
        held = known[(known >= low) & ((known <= high) if is_last else (known < high))]
        label = _span(held[0], held[-1]) if is_whole else _span(low, high)
        upper = "<=" if is_last else "<"
        within = Range(_literal(low), "<=", column.operand, upper, _literal(high))
        is_one = is_whole and held[0] == held[-1]
        bins.append(Bin(label, low, high, Compare("=", column.operand, _literal(held[0])) if is_one else within))
    return ColumnBins((*bins, _unknown(column)), ends, np.empty(0, np.int64))


def _short(below: float, above: float) -> float:
    """The shortest decimal that is greater than `below` and at most `above`.

    >>> _short(0.1234, 0.1261)
    0.126
    """
    for digits in range(-math.ceil(math.log10(max(abs(above), abs(below)))), 17):
        scale = 10.0**digits
        found = math.floor(above * scale) / scale
        if below < found <= above:
            return found
    return above


def _literal(value: float) -> Literal:
    return Literal(int(value) if value.is_integer() and abs(value) < 1e15 else value)


def _span(low: float, high: float) -> str:
    return _brief(low) if low == high else f"{_brief(low)} to {_brief(high)}"


def _brief(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100_000 else f"{value:.5g}"


def _by_text(column: Column, known: Ids) -> ColumnBins:
    """One bin for each of the most frequent values, which have the lowest codes; the rest together."""
    assert column.groups is not None
    own, rest = known[:MOST_GROUPS], known[MOST_GROUPS:]
    codes = np.zeros(len(column.groups) + 1, np.int64)
    codes[own] = np.arange(len(own))
    codes[rest] = len(own)
    bins = [_group(column, code) for code in own.tolist()]
    if len(rest):
        others = Member(column.operand, tuple(Literal(column.groups[code]) for code in own.tolist()), negated=True)
        bins.append(Bin(amount(len(rest), "other value"), None, None, others))
    return ColumnBins((*bins, _unknown(column)), None, codes)


def _group(column: Column, code: int) -> Bin:
    assert column.groups is not None
    value = column.groups[code]
    if isinstance(value, bool):
        return Bin("yes" if value else "no", None, None, column.operand if value else Not(column.operand))
    return Bin(value, None, None, Compare("=", column.operand, Literal(value)))


def _unknown(column: Column) -> Bin:
    return Bin("unknown", None, None, IsNull(column.operand))
