"""What the look-alikes of a label are labelled is told in a sentence, whether they are many, one or none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assay.detectors.look_alikes import told_of
from tests.unit.detectors.test_own_evidence import clouds, evidence, view


@pytest.mark.parametrize(
    ("voters", "given", "told"),
    [
        ([], 1, "nothing looks like it"),
        ([0], 0, "its only look-alike is labelled so too"),
        ([0], 1, "its only look-alike is labelled i"),
        ([0, 3, 1], 0, "2 of its 3 look-alikes are labelled so too"),
        ([0, 3, 1], 1, "2 of its 3 look-alikes are labelled i, 1 ii"),
        ([0, 3, 1], 2, "2 of its 3 look-alikes are labelled i, none iii"),
    ],
)
def test_look_alikes_are_told_in_words(voters: list[int], given: int, told: str) -> None:
    points, truth = clouds()
    seen = view(points, truth, np.arange(len(truth)))
    rows = np.full_like(evidence(seen).voters, -1)
    rows[0, : len(voters)] = voters
    assert told_of(seen, replace(evidence(seen), voters=rows), 0, given=given) == told
