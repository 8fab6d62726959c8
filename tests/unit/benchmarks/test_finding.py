"""Which labels a task of few keeps (`finding.py --each`)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.finding import LEAST_WRONG, Task, few


def test_few_keeps_ranked_labels_of_each_class_with_what_is_known_of_them() -> None:
    labels = np.repeat(np.arange(3), [50, 30, 4])
    wrong, ranked = np.arange(84) % 4 == 0, np.arange(84) >= 10
    task = Task("made", np.arange(84.0)[:, None], labels, wrong, ranked)
    sparse = replace(task, wrong=np.arange(84) < LEAST_WRONG + 10 - 1)
    with_model = replace(task, model=np.full((84, 3), 1 / 3), model_name="even")
    kept = list(few(iter([with_model, task, sparse]), 20))
    assert len(kept) == 1, "none with a model, none where fewer than five of those kept are wrong"
    rows = kept[0].vectors[:, 0].astype(int)
    assert np.bincount(kept[0].labels).tolist() == [20, 20, 4]
    assert kept[0].ranked.all()
    assert np.array_equal(kept[0].labels, labels[rows])
    assert np.array_equal(kept[0].wrong, wrong[rows])
