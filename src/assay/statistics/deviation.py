"""How far numbers lie from their mean."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def deviation(values: NDArray[np.float64]) -> float:
    """The standard deviation (n below); 0 of none, and of equal numbers, of which rounding leaves 1e-16 otherwise.

    values : (n,) none of them NaN.
    """
    return float(values.std()) if len(values) and np.ptp(values) > 0 else 0.0
