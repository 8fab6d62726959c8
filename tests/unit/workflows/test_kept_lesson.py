"""What labels taught a search, kept as arrays and read again."""

from __future__ import annotations

import numpy as np
import pytest

from assay.detectors.own_evidence import Taught
from assay.embeddings.whitening import fit_whitening, whiten
from assay.vectors.own_chances import own_chances
from assay.workflows.issues.learned import _taught, _taught_arrays


@pytest.mark.parametrize("each", [8, 120])
def test_a_lesson_that_was_kept_says_the_same(each: int) -> None:
    """Of few labels of a class, where axes count as they vary, and of many, where all count alike."""
    rng = np.random.default_rng(0)
    given = np.repeat(np.arange(4), each)
    raw = (rng.normal(size=(4, 12))[given] + rng.normal(0, 0.3, (len(given), 12))).astype(np.float32)
    vectors = whiten(raw, fit_whitening(raw))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ballots, rows = np.full((len(given), 10), -1), np.arange(len(given))
    found = own_chances(vectors, given, count=4, ballots=ballots, group=rows)
    assert found is not None
    chances, lesson = found
    assert (lesson.probe.axes is not None) == (each == 8)
    kept = _taught(_taught_arrays({False: Taught(rows, np.arange(4), given, chances, ballots, lesson)}))[False]
    again, first = (one.chances(vectors, ballots, fold=lesson.fold) for one in (kept.lesson, lesson))
    assert np.array_equal(again, first)
    assert np.array_equal(kept.chances, chances)
