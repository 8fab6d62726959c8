"""What `class_drift` raises where one split understands a class in another way: made vectors, with and without noise.

    python benchmarks/class_drift.py [--labels 10000]

Labels of eight classes, each of six heaps of vectors of 64 numbers, half of them in either split. `moved`: in one
split those of one heap are labelled as the next class. `noise`: a tenth of all labels is of any class. `unequal`: the
classes are not as frequent in one split as in the other. Prints one JSON value: for each combination how many labels
were moved, how many are raised, how many of these are moved ones, and CPU seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.detectors.registry import DETECTORS
from assay.detectors.view import DatasetView
from assay.model.level import Level
from assay.testing.views import images_table, labels_table, view_of

CLASSES, HEAPS, DIMENSION, SPREAD, NOISE = 8, 6, 64, 0.6, 0.1


def made(count: int, *, moved: bool, noise: bool, unequal: bool) -> tuple[DatasetView, np.ndarray]:
    """A set, and which of its labels were moved."""
    rng = np.random.default_rng(0)
    in_second = rng.random(count) < 0.5
    often = np.linspace(1, 3, CLASSES) if unequal else np.ones(CLASSES)
    truth = np.where(
        in_second,
        rng.choice(CLASSES, count, p=often / often.sum()),
        rng.choice(CLASSES, count, p=often[::-1] / often.sum()),
    )
    heap = rng.integers(0, HEAPS, count)
    middles = rng.normal(size=(CLASSES, HEAPS, DIMENSION))
    vectors = middles[truth, heap] + SPREAD * rng.normal(size=(count, DIMENSION))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    given = np.where(rng.random(count) < NOISE, rng.integers(0, CLASSES, count), truth) if noise else truth.copy()
    elsewhere = in_second & (truth == 0) & (heap == 0) & (given == truth) & moved
    given[elsewhere] = 1
    images = images_table(count, split=np.where(in_second, "val", "train").tolist())
    labels = labels_table(np.arange(count), np.full((count, 4), np.nan), given)
    view = view_of(images, labels, classes=[f"class {i}" for i in range(CLASSES)])
    return replace(view, embeddings={Level.ANNOTATION: vectors}), elsewhere


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--labels", type=int, default=10_000)
    count = arguments.parse_args().labels
    rows = []
    for moved, noise, unequal in product((True, False), (False, True), (False, True)):
        view, elsewhere = made(count, moved=moved, noise=noise, unequal=unequal)
        start = time.process_time()
        raised = DETECTORS["class_drift"].find(view)["annotation_id"].to_numpy()
        told = {"noise": noise, "unequal": unequal, "moved": int(elsewhere.sum()), "raised": len(raised)}
        rows.append(told | {"moved_ones": int(elsewhere[raised].sum()), "cpu_s": round(time.process_time() - start, 2)})
    print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
