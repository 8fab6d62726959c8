"""Equal numbers do not deviate, whatever rounding says."""

from __future__ import annotations

import numpy as np
import pytest

from assay.statistics.deviation import deviation


def test_equal_numbers_do_not_deviate() -> None:
    sizes = np.full(400, 640 / 427)
    assert sizes.std() > 0, "what numpy says, and why this is here"
    assert deviation(sizes) == 0
    assert deviation(np.empty(0)) == 0


def test_other_numbers_deviate_as_numpy_says() -> None:
    assert deviation(np.array([1.0, 3.0])) == pytest.approx(1)
