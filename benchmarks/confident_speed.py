"""CPU seconds and memory of confident learning, beside cleanlab in the same run.

    python benchmarks/confident_speed.py            # prints one JSON value; takes a minute and 4 GB

Sizes are 50,000 items of 1,000 classes and a million of 10; labels are drawn from the probabilities, one in twenty is
wrong. Each figure is the least of two; memory is what numpy holds at most above its inputs.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.detectors.confident import Prune, pruned
from assay.detectors.label_scores import confidence_weighted_entropy, normalized_margin, self_confidence

SIZES = ((50_000, 1_000), (1_000_000, 10))
SCORES = (self_confidence, normalized_margin, confidence_weighted_entropy)
REPEATS = 2


def data(items: int, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Labels and probabilities of a model that is right nine times in ten."""
    rng = np.random.default_rng(0)
    truth = rng.integers(0, classes, items)
    p = rng.random((items, classes)) ** 8
    p[np.arange(items), truth] += p.sum(axis=1) * rng.uniform(0.5, 4, items)
    p /= p.sum(axis=1, keepdims=True)
    wrong = rng.random(items) < 0.05
    labels = np.where(wrong, rng.integers(0, classes, items), truth)
    labels[:classes] = np.arange(classes)
    return labels, p


def spent(work: Callable[[], object]) -> float:
    """The least CPU seconds of this process over a few runs; children of cleanlab's pool are not counted."""
    best = np.inf
    for _ in range(REPEATS):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return round(best, 3)


def held(work: Callable[[], object]) -> int:
    """MB that arrays hold at most, above the inputs."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return round(peak / 1e6)


def ours(y: np.ndarray, p: np.ndarray) -> dict[str, float]:
    """Assay's figures."""
    found = {score.__name__: spent(partial(score, y, p)) for score in SCORES}
    find = partial(pruned, y, p, by=Prune.NOISE_RATE)
    return {**found, "find": spent(find), "find_mb": held(find)}


def theirs(y: np.ndarray, p: np.ndarray) -> dict[str, float]:
    """cleanlab's, in one process."""
    from cleanlab.filter import find_label_issues
    from cleanlab.rank import get_label_quality_scores

    names = [score.__name__ for score in SCORES]
    found = {name: spent(partial(get_label_quality_scores, y, p, method=name)) for name in names}
    find = partial(find_label_issues, y, p, n_jobs=1)
    return {**found, "find": spent(find), "find_mb": held(find)}


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    result: dict[str, dict] = {}
    for items, classes in SIZES:
        y, p = data(items, classes)
        result[f"{items} x {classes}"] = {"assay": ours(y, p)}
        if importlib.util.find_spec("cleanlab") is not None:
            result[f"{items} x {classes}"]["cleanlab"] = theirs(y, p)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
