"""Rows by the value of a column: bins of equal mass for numbers, the commonest values for categories (E14, F13).

A stratum is numbered 0, 1, …; -1 stands for a row without a value.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import ArrayError

NO_VALUE = -1
"""The stratum of a row whose value is missing: it belongs to no bin and is told apart."""


def quantile_edges(values: NDArray[Any], bins: int = 10) -> NDArray[np.float64]:
    """(b + 1,) rising edges that cut `values` (n,) into b <= `bins` bins of nearly equal mass.

    A cut falls where the sorted values change, at the change nearest to its quantile; so rows of equal value are
    never parted, a value that many rows have gets a bin of its own, and no bin is empty. Edges are values that
    occur: a bin holds low <= value < high, the last one its high end too. No values: no edges.

    >>> quantile_edges(np.array([0, 0, 0, 0, 0, 0, 1, 2, 3, 4]), bins=5)
    array([0., 1., 3., 4.])
    """
    if bins < 1:
        raise ArrayError(f"`bins` must be at least 1, got {bins}.")
    values = np.asarray(values, np.float64)
    ordered = np.sort(values[~np.isnan(values)])
    if not len(ordered):
        return ordered
    wanted = np.arange(1, bins) * len(ordered) / bins
    value = ordered[wanted.astype(np.int64)]
    before, after = np.searchsorted(ordered, value), np.searchsorted(ordered, value, side="right")
    cuts = np.unique(np.where(wanted - before <= after - wanted, before, after))
    cuts = cuts[(cuts > 0) & (cuts < len(ordered))]
    return np.concatenate((ordered[:1], ordered[cuts], ordered[-1:]))


def assign(values: NDArray[Any], edges: NDArray[np.float64]) -> Ids:
    """(n,) bin of each of `values`; -1 for NaN and for what lies outside the edges."""
    values = np.asarray(values, np.float64)
    if not len(edges):
        return np.full(len(values), NO_VALUE, np.int64)
    inside = (values >= edges[0]) & (values <= edges[-1])
    return np.where(inside, np.searchsorted(edges[1:-1], values, side="right"), NO_VALUE)


def commonest(codes: Ids, most: int = 10) -> Ids:
    """At most `most` of the categories in `codes` (n,), those of most rows first, equal counts by code.

    Codes number the categories from 0, as a dictionary-encoded column does; -1 is a row without one.
    """
    count = np.bincount(codes[codes >= 0])
    order = np.argsort(-count, kind="stable")
    return order[: min(most, np.count_nonzero(count))]


def assign_categories(codes: Ids, categories: Ids) -> Ids:
    """(n,) place of each code in `categories`; their number for any other category, -1 for none."""
    place = np.full(max(codes.max(initial=-1), categories.max(initial=-1)) + 2, len(categories), np.int64)
    place[categories] = np.arange(len(categories))
    place[-1] = NO_VALUE
    return place[codes]
