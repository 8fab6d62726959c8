"""Weak slices: combinations of values where errors are far more frequent than elsewhere (F20).

Every bin of every column, and every pair of bins of the most telling columns, is a candidate. A slice is told when
its errors exceed the rest's by more than chance allows, after Bonferroni's correction for all candidates looked at.
As in Chung et al., "Slice Finder: Automated Data Slicing for Model Validation" (2019), a pair must be worse than
either of its bins alone, and slices that tell of the same errors are told once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.statistics.intervals import wilson

_MOST_PAIRED = 12
_SAME = 0.8


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows with these bins in these columns: `count` of them, `wrong` of which are errors.

    expected : errors it would have if it were as good as the rest. p_value : corrected for the candidates looked at.
    """

    columns: tuple[int, ...]
    bins: tuple[int, ...]
    count: int
    wrong: int
    expected: float
    p_value: float

    @property
    def excess(self) -> float:
        """Errors more than it would have if it were as good as the rest."""
        return self.wrong - self.expected


def weak_slices(
    columns: Sequence[Ids], wrong: Flags, *, minimum: int = 20, level: float = 0.05, most: int = 20
) -> list[Slice]:
    """The slices with the most excess errors, greatest first.

    columns : (n,) number of the bin of each row, 0 up, for each column. wrong : (n,) which rows are errors.
    minimum : rows that a slice must have. level : greatest corrected p-value that is told.
    """
    if not len(wrong) or wrong.all() or not wrong.any():
        return []
    singles = [found for at in range(len(columns)) for found in _cells((at,), columns, wrong, minimum=minimum)]
    best = {at: max((s.excess for s in singles if s.columns == (at,)), default=0.0) for at in range(len(columns))}
    paired = sorted(sorted(best, key=lambda at: -best[at])[:_MOST_PAIRED])
    pairs = [found for two in combinations(paired, 2) for found in _cells(two, columns, wrong, minimum=minimum)]
    of_bin = {(s.columns[0], s.bins[0]): s for s in singles}
    looked_at = len(singles) + len(pairs)
    chance = _Chance(total=len(wrong), wrong=int(wrong.sum()))
    told = [
        replace(found, p_value=p_value)
        for found in (*singles, *(pair for pair in pairs if _is_worse(pair, of_bin)))
        if found.excess > 0 and (p_value := looked_at * chance.of_as_many(found.wrong, found.count)) <= level
    ]
    return _distinct(sorted(told, key=lambda found: -found.excess), columns, wrong, most=most)


def rows_of(found: Slice, columns: Sequence[Ids]) -> Flags:
    """(n,) which rows lie in the slice."""
    inside = [columns[at] == bin for at, bin in zip(found.columns, found.bins, strict=True)]
    rows: Flags = np.logical_and.reduce(inside)
    return rows


def _cells(at: tuple[int, ...], columns: Sequence[Ids], wrong: Flags, *, minimum: int) -> Iterator[Slice]:
    """The cells that these columns make together, of at least `minimum` rows and not all of them."""
    shape = tuple(int(columns[column].max()) + 1 for column in at)
    cell = np.ravel_multi_index([columns[column] for column in at], shape)
    counts = np.bincount(cell, minlength=int(np.prod(shape)))
    errors = np.bincount(cell[wrong], minlength=len(counts))
    total, all_errors = len(wrong), int(wrong.sum())
    for place in np.flatnonzero((counts >= minimum) & (counts < total)).tolist():
        count, error = int(counts[place]), int(errors[place])
        bins = tuple(int(part) for part in np.unravel_index(place, shape))
        yield Slice(at, bins, count, error, count * (all_errors - error) / (total - count), p_value=1.0)


class _Chance:
    """How many errors fall into a slice if it has nothing to do with them: the hypergeometric distribution."""

    def __init__(self, *, total: int, wrong: int) -> None:
        self._total, self._wrong = total, wrong
        self._log_factorial = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, total + 1)))))

    def of_as_many(self, errors: int, count: int) -> float:
        """The chance that at least `errors` of `count` rows are errors."""
        k = np.arange(errors, min(count, self._wrong) + 1)
        ways = self._choose(self._wrong, k) + self._choose(self._total - self._wrong, count - k)
        return float(np.exp(ways - self._choose(self._total, np.array(count))).sum())

    def _choose(self, n: int, k: Ids) -> NDArray[np.float64]:
        """The logarithm of the binomial coefficient; -inf where k lies outside 0..n."""
        inside = (k >= 0) & (k <= n)
        at = np.where(inside, k, 0)
        log: NDArray[np.float64] = self._log_factorial[n] - self._log_factorial[at] - self._log_factorial[n - at]
        return np.where(inside, log, -np.inf)


def _is_worse(pair: Slice, of_bin: Mapping[tuple[int, int], Slice]) -> bool:
    """Whether errors are surely more frequent in the pair than in either of its bins."""
    low = float(wilson(pair.wrong, pair.count)[0])
    parents = [of_bin[bin] for bin in zip(pair.columns, pair.bins, strict=True) if bin in of_bin]
    return all(low > parent.wrong / parent.count for parent in parents)


def _distinct(found: list[Slice], columns: Sequence[Ids], wrong: Flags, *, most: int) -> list[Slice]:
    """The first slices that do not tell of the same errors as one before."""
    told: list[Slice] = []
    seen: list[Flags] = []
    for candidate in found:
        errors = rows_of(candidate, columns) & wrong
        if all((errors & other).sum() < _SAME * (errors | other).sum() for other in seen):
            told.append(candidate)
            seen.append(errors)
        if len(told) == most:
            break
    return told
