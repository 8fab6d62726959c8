"""Every built-in detector holds to what the public kit demands (X3, X11, V6.14)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assay.detectors.detector import Detector
from assay.detectors.registry import DETECTORS
from assay.testing.detectors import DETECTOR_CHECKS


@pytest.mark.parametrize("check", DETECTOR_CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("detector", DETECTORS.values(), ids=list(DETECTORS))
def test_detector(detector: Detector, check: Callable[[Detector], None]) -> None:
    check(detector)
