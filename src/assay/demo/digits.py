"""The digits set: 1,797 handwritten digits as a classification set, some with a wrong label."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from sklearn.datasets import load_digits
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from assay.demo.injected import Injected, Injection, write_injected
from assay.demo.reader import digit_reader

NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
"""Class names, by digit."""

WRONG_SHARE = 0.03
"""Share of the digits that get a wrong label."""

SHOWN_SIZE = 64
"""Pixels a side of a written digit image; the source has 8."""

INK = 16.0
"""The darkest value of scikit-learn's digits."""


def write_digits(folder: Path, *, seed: int = 0) -> None:
    """Write the set to `folder`.

    `images/<split>/<given class>/<n>.png`, `probabilities.csv` with out-of-sample class probabilities of a
    cross-validated model that saw only the given labels, and `injected.json`.
    """
    source = load_digits()
    strokes: NDArray[np.float64] = source.images / INK
    truth: NDArray[np.int64] = source.target
    rng = np.random.default_rng(seed)
    given = _spoil(truth, rng)
    split = np.where(rng.random(len(truth)) < 0.8, "train", "val")
    names = [f"{split[i]}/{NAMES[given[i]]}/{i:04d}.png" for i in range(len(truth))]
    for stroke, name in zip(strokes, names, strict=True):
        file = folder / "images" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        _shown(stroke).save(file)
    features = strokes.reshape(len(strokes), -1)
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    probabilities = cross_val_predict(digit_reader(gamma=0.25), features, given, cv=folds, method="predict_proba")
    _write_probabilities(folder / "probabilities.csv", names, probabilities)
    wrong = np.flatnonzero(given != truth)
    errors = [Injected(Injection.SWAPPED_CLASS, names[i], NAMES[truth[i]]) for i in wrong]
    write_injected(errors, folder / "injected.json")


def _spoil(truth: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """The labels with `WRONG_SHARE` of them moved to another class."""
    given = truth.copy()
    chosen = rng.choice(len(truth), round(len(truth) * WRONG_SHARE), replace=False)
    given[chosen] = (truth[chosen] + rng.integers(1, len(NAMES), len(chosen))) % len(NAMES)
    return given


def _shown(stroke: NDArray[np.float64]) -> Image.Image:
    """Dark ink on light paper, enlarged so that a person can read it."""
    grey = Image.fromarray(np.round(255 * (1 - stroke)).astype(np.uint8))
    return grey.resize((SHOWN_SIZE, SHOWN_SIZE), Image.Resampling.BICUBIC)


def _write_probabilities(file: Path, names: list[str], probabilities: NDArray[np.float64]) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(["path", *NAMES])
        for name, row in zip(names, probabilities, strict=True):
            rows.writerow([name, *(f"{value:.6f}" for value in row)])
