"""Percentiles: shares below, equals counting by half."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assay.statistics.ranks import percentiles


@given(arrays(np.float64, st.integers(0, 20), elements=st.integers(0, 5).map(float)))
def test_percentiles_rise_with_the_values(values: np.ndarray) -> None:
    shares = percentiles(values)
    assert ((values[:, None] < values) == (shares[:, None] < shares)).all()
    assert np.isclose(shares.sum(), len(values) / 2)
