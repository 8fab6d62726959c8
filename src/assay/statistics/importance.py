"""What a run's success depends on: mutual information, rank correlation, permutation test (E15, F14).

The outcome of an object is its correctness times its IoU: 0 for what is missed, confused or on background. Mutual
information finds dependence of any shape, Spearman's correlation tells its direction, the permutation test how often
chance alone would do as much.

Mutual information is estimated from counts: both columns are cut into bins of equal mass, so that it does not change
under any rising map of a column and a value that many rows share (an outcome of 0) is one bin. From counts alone it
is too high, the more so the more bins there are; what unrelated columns would show on average, (r - 1)(c - 1) / 2n
for an r × c table of n rows (Miller 1955), is taken off, so that columns with few and many values compare fairly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, check_same_length
from assay.statistics.strata import assign, quantile_edges

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Importance:
    """How much an outcome depends on a column.

    mutual_information : nats, at least 0. spearman : -1..1, NaN where a column is constant.
    p_value : permutation test of the mutual information. count : rows that have both values.
    """

    mutual_information: float
    spearman: float
    p_value: float
    count: int


def importance(
    values: NDArray[Any], outcome: Floats, *, bins: int = 10, repeats: int = 1000, seed: int = 0
) -> Importance:
    """How much `outcome` (n,) depends on `values` (n,); rows where either is NaN are left out.

    Raises
    ------
    ArrayError : when the two differ in length.
    """
    table = joint_counts(*_binned(values, outcome, bins=bins))
    return Importance(
        mutual_information=information(table),
        spearman=spearman(values, outcome),
        p_value=independence_p(table, repeats=repeats, seed=seed),
        count=int(table.sum()),
    )


def mutual_information(values: NDArray[Any], outcome: Floats, *, bins: int = 10) -> float:
    """Mutual information of `values` (n,) and `outcome` (n,) in nats, both in bins of equal mass; at least 0."""
    return information(joint_counts(*_binned(values, outcome, bins=bins)))


def permutation_p(
    values: NDArray[Any], outcome: Floats, *, bins: int = 10, repeats: int = 1000, seed: int = 0
) -> float:
    """Share of shuffles of `outcome` in which `values` tell as much of it; see `independence_p`."""
    return independence_p(joint_counts(*_binned(values, outcome, bins=bins)), repeats=repeats, seed=seed)


def joint_counts(first: Ids, second: Ids) -> Ids:
    """(r, c) counts of rows by their stratum in two columns; rows that have none (-1) in either are left out.

    For a column of categories `first` comes from `strata.assign_categories`.
    """
    check_same_length(first=first, second=second)
    told = (first >= 0) & (second >= 0)
    rows, columns = first.max(initial=-1) + 1, second.max(initial=-1) + 1
    return np.bincount(first[told] * columns + second[told], minlength=rows * columns).reshape(rows, columns)


def information(table: Ids) -> float:
    """Mutual information in nats of the two columns of an (r, c) table of counts, less its bias; at least 0."""
    rows, columns = (np.count_nonzero(table.sum(axis=axis)) for axis in (1, 0))
    bias = (rows - 1) * (columns - 1) / (2 * max(int(table.sum()), 1))
    return max(0.0, float(_counted_information(table[None])[0]) - float(bias))


def independence_p(table: Ids, *, repeats: int = 1000, seed: int = 0) -> float:
    """How often chance alone makes two columns tell as much of each other as this (r, c) table; 1 for an empty one.

    p = (#{shuffles with at least this information} + 1) / (repeats + 1). A shuffle of one column keeps both margins
    of the table, so tables with these margins are drawn instead of rows shuffled (Patefield 1981): the same
    distribution, at a cost that does not grow with the rows.
    """
    rows, columns = (tuple(table.sum(axis=axis).tolist()) for axis in (1, 0))
    by_chance = _information_by_chance(rows, columns, repeats=repeats, seed=seed)
    as_much = by_chance >= _counted_information(table[None]) - 1e-12  # an equal table counts as equal
    return float((as_much.sum() + 1) / (repeats + 1))


def shuffled_tables(rows: tuple[int, ...], columns: tuple[int, ...], *, repeats: int, seed: int) -> Ids:
    """(repeats, r, c) tables as shuffling a column gives them: random, with row sums `rows`, column sums `columns`.

    Cell by cell from the hypergeometric distribution: a row takes its share of what each column has left.
    """
    random = np.random.default_rng(seed)
    drawn = np.zeros((repeats, len(rows), len(columns)), np.int64)
    left = np.tile(np.array(columns, np.int64), (repeats, 1))
    for i, size in enumerate(rows):
        wanted, others = np.full(repeats, size), left.sum(axis=1)
        for j in range(len(columns)):
            others -= left[:, j]
            drawn[:, i, j] = random.hypergeometric(left[:, j], others, wanted)
            wanted -= drawn[:, i, j]
        left -= drawn[:, i]
    return drawn


@lru_cache(maxsize=256)  # columns of numbers that are all told have equal bins, so one answer serves them all
def _information_by_chance(rows: tuple[int, ...], columns: tuple[int, ...], *, repeats: int, seed: int) -> Floats:
    return _counted_information(shuffled_tables(rows, columns, repeats=repeats, seed=seed))


def spearman(first: NDArray[Any], second: NDArray[Any]) -> float:
    """Spearman's rank correlation, -1..1, equal values sharing their mean rank; NaN where a column is constant.

    Rows where either value is NaN are left out.
    """
    check_same_length(first=first, second=second)
    first, second = np.asarray(first, np.float64), np.asarray(second, np.float64)
    told = ~(np.isnan(first) | np.isnan(second))
    a, b = _centred_ranks(first[told]), _centred_ranks(second[told])
    scale = np.sqrt(a @ a) * np.sqrt(b @ b)
    return float(a @ b / scale) if scale else float("nan")


def _centred_ranks(values: Floats) -> Floats:
    """Mean rank of each value among all, less the mean of all ranks."""
    order = np.argsort(values)
    ordered = values[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))  # of runs of equal values
    ends = np.append(starts[1:], len(values))
    ranks = np.empty(len(values))
    ranks[order] = np.repeat((starts + ends - len(values)) / 2, ends - starts)
    return ranks


def _binned(values: NDArray[Any], outcome: Floats, *, bins: int) -> tuple[Ids, Ids]:
    """The stratum of each row in both columns; the bins are cut from the rows that have both values."""
    check_same_length(values=values, outcome=outcome)
    values, outcome = np.asarray(values, np.float64), np.asarray(outcome, np.float64)
    told = ~(np.isnan(values) | np.isnan(outcome))
    values, outcome = values[told], outcome[told]
    return assign(values, quantile_edges(values, bins)), assign(outcome, quantile_edges(outcome, bins))


def _counted_information(tables: Ids) -> Floats:
    """(m,) Σ n_ij/n · ln(n_ij·n / (n_i·n_j)) of tables (m, r, c)."""
    n = np.maximum(tables.sum(axis=(1, 2)), 1).astype(np.float64)
    told: Floats = np.log(n) + (_xlogx(tables) - _xlogx(tables.sum(axis=1)) - _xlogx(tables.sum(axis=2))) / n
    return told


def _xlogx(counts: Ids) -> Floats:
    """(m,) Σ x·ln x of counts (m, ...), where 0·ln 0 is 0."""
    flat = counts.reshape(len(counts), -1)
    return np.asarray((flat * np.log(np.maximum(flat, 1))).sum(axis=1))
