"""Every built-in metric holds to what the public kit demands (D12, V2.1)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assay.metrics.metric import Metric
from assay.metrics.registry import METRICS
from assay.testing.metrics import METRIC_CHECKS


@pytest.mark.parametrize("check", METRIC_CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_metric(metric: Metric, check: Callable[[Metric], None]) -> None:
    check(metric)
