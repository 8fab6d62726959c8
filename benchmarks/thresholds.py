"""Time what one more threshold costs: the matrix, the rates of each class, and the first page of results.

    python benchmarks/thresholds.py

Two sizes: 5,000 images with 300,000 predictions, through a project, as the page asks for it; and 145,000 images with
5 million labels and 5 million predictions, on arrays, with the memory it takes. Prints one JSON value: milliseconds
(the median of a few thresholds) of the kernels alone and of all that the server does, and megabytes.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.evaluation.candidates import find_candidates
from assay.evaluation.cells import cells_of, count_cells
from assay.model.evaluation import EvaluationConfig
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.model_metrics import model_metrics
from assay.workflows.runs.results import Choice, results
from benchmarks.sets import boxes, write_coco

CONFIDENCES = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.1, 0.3)
CLASSES = 365


def in_a_project(images: int) -> dict[str, float]:
    """Milliseconds as the Models page asks: for the numbers, then for the first hundred false positives."""
    with tempfile.TemporaryDirectory() as scratch:
        labels, predictions = write_coco(Path(scratch) / "set", images=images)
        with Store.create(Path(scratch) / "set.assay") as store:
            import_dataset(store, labels)
            import_predictions(store, predictions, run="model")
            snapshot = store.snapshot()
            run = snapshot.run(1, None)
            model_metrics(snapshot, run)  # reads the run and compiles
            kernel, whole = [], []
            for confidence in CONFIDENCES:
                config = EvaluationConfig(0.5, confidence)
                start = time.perf_counter()
                found = model_metrics(snapshot, run, config=config)
                background = len(found.classes)
                results(snapshot, run, Choice(config, cells=[(background, None)]), limit=100)
                whole.append(time.perf_counter() - start)
                kernel.append(found.milliseconds)
    return {"kernel_ms": _median(kernel), "metrics_and_results_ms": _median([1000 * s for s in whole])}


def on_arrays(images: int, count: int) -> dict[str, float]:
    """Milliseconds and megabytes for `count` labels and as many predictions, three in five of them on a label."""
    rng = np.random.default_rng(0)
    image = np.sort(rng.integers(0, images, count))
    label_boxes = boxes(count, rng)
    near = rng.random(count) < 0.6
    pred_boxes = np.where(near[:, None], label_boxes + rng.normal(0, 2, (count, 4)), boxes(count, rng)).clip(1)
    label_class = rng.integers(0, CLASSES, count)
    pred_class = np.where(rng.random(count) < 0.9, label_class, rng.integers(0, CLASSES, count))
    none = np.zeros(count, bool)
    given = peak_mb()
    start = time.perf_counter()
    candidates = find_candidates(
        label_image=image,
        label_boxes=label_boxes,
        label_class=label_class.astype(np.int32),
        label_ignore=none,
        label_crowd=none,
        pred_image=image,
        pred_boxes=pred_boxes,
        pred_class=pred_class.astype(np.int32),
        pred_score=rng.random(count),
    )
    once = time.perf_counter() - start
    spent = []
    for confidence in CONFIDENCES:
        start = time.perf_counter()
        matches = candidates.match(iou=0.5, confidence=confidence)
        count_cells(cells_of(matches, label_place=label_class, pred_place=pred_class, classes=CLASSES), classes=CLASSES)
        spent.append(1000 * (time.perf_counter() - start))
    return {
        "pairs": len(candidates.pair_iou),
        "candidates_once_s": round(once, 2),
        "kernel_ms": _median(spent),
        "given_mb": round(given),
        "peak_mb": round(peak_mb()),
    }


def peak_mb() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _median(values: list[float]) -> float:
    return round(statistics.median(values), 1)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--images", type=int, default=5000)
    arguments.add_argument("--large-images", type=int, default=145_000)
    arguments.add_argument("--large-objects", type=int, default=5_000_000)
    given = arguments.parse_args()
    large = on_arrays(given.large_images, given.large_objects)
    told = in_a_project(given.images) | {f"large_{name}": figure for name, figure in large.items()}
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
