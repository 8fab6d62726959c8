"""The figure of fusion: average precision over known errors, of each detector and of all as one (G11)."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pytest

from assay.detectors.suspects import suspects
from assay.model.issue import IssueKind
from benchmarks.finding_fusion import average_precision, fused_power


def listed(labels: list[int], chances: list[float]) -> pa.Table:
    return suspects(
        IssueKind.WRONG_CLASS,
        image=np.zeros(len(labels), np.int64),
        annotation=np.array(labels),
        score=1 - np.array(chances),
        evidence=[json.loads('{"sentence": "It is odd."}')] * len(labels),
        suggestion=[None] * len(labels),
    )


def test_average_precision_counts_what_is_not_listed_as_missed() -> None:
    assert average_precision(np.array([7, 1, 8]), {7, 8}) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(np.array([7]), {7, 9}) == 0.5


def test_detectors_that_find_different_errors_find_more_together() -> None:
    found = {"one": listed([1, 2, 3], [0.9, 0.5, 0.4]), "other": listed([4, 2, 5], [0.8, 0.6, 0.3])}
    power = fused_power(found, {1, 2, 4})
    assert power["fused"] == 1.0
    assert max(power["one"], power["other"]) < 0.7
