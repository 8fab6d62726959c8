"""Ranks, and what they stand for: percentiles and normal scores."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_SCORES = np.linspace(-6, 6, 6001)
_SHARES = np.array([NormalDist().cdf(score) for score in _SCORES])


def percentiles(values: Floats) -> Floats:
    """(n,) share of the values that lie below each, in (0, 1); equals share the middle of their ranks.

    >>> percentiles(np.array([5.0, 1.0, 5.0, 9.0])).tolist()
    [0.5, 0.125, 0.5, 0.875]
    """
    order = np.argsort(values)
    ranked = values[order]
    starts = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1])) if len(values) else np.zeros(0, np.int64)
    count = np.diff(np.append(starts, len(values)))
    shares = np.empty(len(values))
    shares[order] = np.repeat((starts + count / 2) / max(len(values), 1), count)
    return shares


def normal_scores(values: Floats) -> Floats:
    """(n,) the values of a normal distribution at the percentiles of `values`."""
    return np.interp(percentiles(values), _SHARES, _SCORES)
