"""The network that learns from the set (E1): the same again, also after a kill, and within its budget."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assay.embeddings.augment import augmented
from assay.embeddings.builtin.selfsup import selfsup
from assay.embeddings.embedder import Crops, State
from assay.jobs.progress import quiet
from assay.testing.embedders import CropsInMemory, example_crops

pytest.importorskip("torch")

CROPS = np.concatenate([example_crops(48)] * 2)
STEPS = 4


class _KilledError(Exception):
    """Stands for a kill: nothing after it runs."""


class _Killed(CropsInMemory):
    """Crops of which no more than two batches can be had."""

    def batches(self, side: int, *, size: int, seed: int) -> Iterator[Crops]:
        if seed >= 2:
            raise _KilledError
        yield from super().batches(side, size=size, seed=seed)


def learned(source: CropsInMemory, *, checkpoint: Path | None = None, budget: float | None = None) -> State:
    assert selfsup.learn is not None
    return selfsup.learn(source, progress=quiet, budget_seconds=budget, steps=STEPS, seed=0, checkpoint=checkpoint)


def same(one: State, other: State) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


def test_a_killed_run_goes_on_to_the_same_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(selfsup.learn.__globals__, "_KEEP_EVERY_S", -1.0)  # type: ignore[union-attr]  # a function
    checkpoint = tmp_path / "so-far.part"
    with pytest.raises(_KilledError):
        learned(_Killed(CROPS), checkpoint=checkpoint)
    assert checkpoint.is_file()
    assert same(learned(CropsInMemory(CROPS), checkpoint=checkpoint), learned(CropsInMemory(CROPS)))


def test_a_damaged_checkpoint_is_left_aside(tmp_path: Path) -> None:
    checkpoint = tmp_path / "so-far.part"
    checkpoint.write_bytes(b"half of a file")
    assert same(learned(CropsInMemory(CROPS), checkpoint=checkpoint), learned(CropsInMemory(CROPS)))


def test_a_spent_budget_ends_it() -> None:
    assert same(learned(CropsInMemory(CROPS), budget=1e-9), learned(CropsInMemory(CROPS), budget=1e-9))
    assert not same(learned(CropsInMemory(CROPS), budget=1e-9), learned(CropsInMemory(CROPS)))


def test_views_are_other_pictures_of_the_same_size() -> None:
    views = augmented(CROPS, np.random.default_rng(0))
    assert views.shape == CROPS.shape
    assert views.dtype == np.uint8
    assert (views != CROPS).any(axis=(1, 2, 3))[:8].all()  # a black crop may stay black
    assert (views == augmented(CROPS, np.random.default_rng(0))).all()
