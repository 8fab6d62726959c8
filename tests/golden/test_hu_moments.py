"""Hu's moments against OpenCV, which is the authority, and against pixels (M57, M58)."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assay.metrics.hu_moments import hu_moments, ring_moments
from assay.metrics.shape_moments import shape_moments
from assay.testing.views import images_table
from tests.unit.metrics.metric_views import view_of

RAW = ("m00", "m10", "m01", "m20", "m11", "m02", "m30", "m21", "m12", "m03")
CORNERS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=3, max_size=9)
MASK = arrays(np.uint8, (9, 7), elements=st.integers(0, 1))


def authority(corners: Any) -> dict[str, float]:
    told: dict[str, float] = cv2.moments(np.array(corners, np.float32).reshape(-1, 1, 2))
    return told


@given(CORNERS)
def test_moments_of_a_polygon_are_those_of_opencv(corners: Any) -> None:
    expected = authority(corners)
    assume(abs(expected["m00"]) > 1)
    points, starts = np.array(corners, float), np.array([0, len(corners)])
    found = ring_moments(points, starts)
    assert found[0] == pytest.approx([expected[name] for name in RAW], rel=1e-5, abs=1e-3)
    assert hu_moments(found)[0] == pytest.approx(cv2.HuMoments(expected).ravel(), rel=1e-4, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(MASK)
def test_moments_of_a_mask_are_those_of_opencv_of_the_same_pixels_much_enlarged(mask: Any) -> None:
    """OpenCV takes a pixel for a point; of many small ones that is nearly a square."""
    assume(mask.any())
    flat = mask.T.ravel()
    runs = np.diff([0, *np.flatnonzero(np.diff(flat.astype(int), prepend=0)), flat.size]).tolist()
    images = images_table(1, width=7, height=9)
    text = f'{{"size": [9, 7], "counts": {runs}}}'
    view = view_of([0], [[0, 0, 7, 9]], segmentation=[text], kind="mask", images=images)
    enlarged = np.kron(mask, np.ones((40, 40), np.uint8))
    expected = cv2.HuMoments(cv2.moments(enlarged, binaryImage=True)).ravel()
    assert shape_moments(view)[0] == pytest.approx(expected, rel=2e-2, abs=1e-4)
