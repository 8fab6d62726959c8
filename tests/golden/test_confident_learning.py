"""Confident learning against the authority: cleanlab 2.9 gives the same thresholds, joint and flags (M42)."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.detectors.confident import (
    Prune,
    class_thresholds,
    confident_errors,
    confident_joint,
    label_set_errors,
    pruned,
)
from assay.detectors.label_scores import (
    confidence_weighted_entropy,
    label_set_scores,
    normalized_margin,
    self_confidence,
)

pytestmark = pytest.mark.filterwarnings("ignore:May not flag all label issues in class:UserWarning")
REASON = "cleanlab is the authority here, and is not installed"
count = pytest.importorskip("cleanlab.count", reason=REASON)
filtering = pytest.importorskip("cleanlab.filter", reason=REASON)
rank = pytest.importorskip("cleanlab.rank", reason=REASON)
sets = pytest.importorskip("cleanlab.multilabel_classification", reason=REASON)


def check_equal(y: Any, p: Any) -> None:
    assert class_thresholds(y, p) == pytest.approx(count.get_confident_thresholds(y, p))
    assert confident_joint(y, p).tolist() == count.compute_confident_joint(y, p, calibrate=True).tolist()
    theirs = filtering.find_label_issues(y, p, filter_by="confident_learning", n_jobs=1)
    assert confident_errors(y, p).tolist() == theirs.tolist()
    for by in Prune:
        theirs = filtering.find_label_issues(y, p, filter_by=by.value, n_jobs=1)
        assert pruned(y, p, by=by).tolist() == theirs.tolist(), by
    for score in (self_confidence, normalized_margin, confidence_weighted_entropy):
        assert score(y, p) == pytest.approx(rank.get_label_quality_scores(y, p, method=score.__name__)), score


@given(st.integers(2, 5), st.integers(10, 120), st.integers(0, 10_000), st.sampled_from([0.3, 1.0, 5.0]))
def test_of_random_probabilities(k: int, n: int, seed: int, sharpness: float) -> None:
    """Every class is labelled at least once, as cleanlab demands."""
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.full(k, 1 / sharpness), n)
    y = np.array([rng.choice(k, p=row) for row in p])
    y[:k] = np.arange(k)
    check_equal(y, p)


@pytest.mark.parametrize("model", ["resnet18", "swin_base_patch4_window7_224"])
def test_of_real_probabilities(shared_data: Path, model: str) -> None:
    folder = shared_data / "roman_numerals"
    with (folder / f"pred_probs_{model}.csv").open() as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name != "path"]
    p = np.array([[float(row[name]) for name in names] for row in rows])
    y = np.array([names.index(Path(row["path"]).parts[1]) for row in rows])
    check_equal(y, p)


@pytest.mark.parametrize("share", [0.25, 0.7])
@pytest.mark.parametrize("by", [Prune.NOISE_RATE, Prune.CLASS, Prune.BOTH])
def test_of_a_share_of_the_errors(by: Prune, share: float) -> None:
    """M42: `share` is cleanlab's `frac_noise`."""
    rng = np.random.default_rng(5)
    p = rng.dirichlet(np.full(6, 0.4), 600)
    y = np.array([rng.choice(6, p=row) for row in p])
    y[::7] = rng.integers(0, 6, len(y[::7]))
    theirs = filtering.find_label_issues(y, p, filter_by=by.value, frac_noise=share, n_jobs=1)
    assert pruned(y, p, by=by, share=share).tolist() == theirs.tolist()


def test_of_label_sets() -> None:
    """M52: scores and errors of items with several labels."""
    rng = np.random.default_rng(2)
    chances = rng.random((400, 5))
    given = rng.random((400, 5)) < chances
    given[::9] = ~given[::9]
    labels = [np.flatnonzero(row).tolist() for row in given]
    assert label_set_scores(given, chances) == pytest.approx(sets.rank.get_label_quality_scores(labels, chances))
    theirs = sets.filter.find_label_issues(labels, chances, n_jobs=1)
    assert label_set_errors(given, chances).any(axis=1).tolist() == theirs.tolist()
