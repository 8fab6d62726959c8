"""The numbers that facts are made of."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.workflows.health.facts import BETA, MOST_BARS, effective_classes, effective_number, label_spans

_counts = st.lists(st.integers(0, 10_000), min_size=1, max_size=30)


def test_the_effective_number_is_that_of_the_paper() -> None:
    """Cui et al. 2019: the sum of β to the 0 … n - 1, each further label adding less."""
    for labels in (0, 1, 2, 17, 400):
        assert effective_number(labels) == pytest.approx(math.fsum(BETA**at for at in range(labels)))


@given(st.integers(0, 10**6))
def test_labels_are_worth_no_more_than_they_are_and_no_more_than_the_bound(labels: int) -> None:
    assert 0 <= effective_number(labels) <= min(labels, 1 / (1 - BETA)) + 1e-6


@given(_counts)
def test_classes_are_worth_at_most_as_many_as_have_labels(counts: list[int]) -> None:
    present = sum(count > 0 for count in counts)
    assert (1 if present else 0) - 1e-9 <= effective_classes(counts) <= present + 1e-9


@given(st.integers(1, 50), st.integers(1, 1000))
def test_equal_classes_are_worth_all_of_them(classes: int, each: int) -> None:
    assert effective_classes([each] * classes) == pytest.approx(classes)


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=200))
def test_bars_of_labels_per_image_follow_on_each_other_and_are_few(numbers: list[int]) -> None:
    spans = label_spans(np.array(numbers))
    assert spans[0][0] == 1
    assert all(low == before + 1 for (_, before), (low, _) in pairwise(spans))
    assert len({high - low for low, high in spans}) == 1
    assert len(spans) <= MOST_BARS
    assert np.mean(np.array(numbers) <= spans[-1][1]) >= 0.99


def test_without_labels_there_are_no_bars() -> None:
    assert label_spans(np.array([], np.int64)) == []
