"""Time count, filter, top-100 and histogram over many objects, in a project as a user would have it.

    python benchmarks/queries.py --objects 335000 1000000 10000000

Prints one JSON value: milliseconds, the median of a few runs, of each question at each size, first with a
snapshot just opened (`cold`) and then as a server that stays up answers (`warm`).
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.model.category import CategoryRecord
from assay.model.dataset import Task
from assay.model.level import Level
from assay.query.facets import Bins, histogram, terms
from assay.store.store import Store
from assay.workflows.explore.search import ask, page_of, total_of

OBJECTS_PER_IMAGE = 60
CLASSES = 80
PART = 1_000_000
RUNS = 7


def fill(store: Store, objects: int) -> None:
    """A project of one run with `objects` predictions, 60 an image, written as an import writes them."""
    rng = np.random.default_rng(11)
    images = max(1, objects // OBJECTS_PER_IMAGE)
    with store.writer() as writer:
        dataset = writer.add_dataset("set", Task.DETECTION)
        classes = [CategoryRecord(str(i), f"class {i}") for i in range(CLASSES)]
        first_class = writer.add_categories(dataset.id, classes)[0].id
        run = writer.add_run(dataset.id, "model", source="made up")
        first = writer.reserve_ids("images", images)
        writer.append("images", image_rows(first, images, dataset.id))
        for start in range(0, objects, PART):
            count = min(PART, objects - start)
            ids = writer.reserve_ids("predictions", count) + np.arange(count)
            rows = {
                "id": ids,
                "dataset_id": np.full(count, dataset.id, np.int32),
                "image_id": first + (start + np.arange(count)) // OBJECTS_PER_IMAGE % images,
                "category_id": (first_class + rng.integers(CLASSES, size=count)).astype(np.int32),
                "kind": pa.array(["box"] * count),
                **{name: rng.random(count) * 100 for name in "xywh"},
                "area": rng.random(count) * 1e4,
                **{name: np.zeros(count, np.bool_) for name in ("is_crowd", "ignore", "deleted")},
                "run_id": np.full(count, run.id, np.int32),
                "score": np.round(rng.beta(0.8, 6, count), 5),
                "source_hash": ids,
            }
            writer.append("predictions", pa.table(rows))


def image_rows(first: int, count: int, dataset_id: int) -> pa.Table:
    """Rows of images that have no file."""
    names = [f"{i}.jpg" for i in range(count)]
    return pa.table(
        {
            "id": first + np.arange(count),
            "dataset_id": np.full(count, dataset_id, np.int32),
            "reference_id": names,
            "file_name": names,
            "width": np.full(count, 640, np.int32),
            "height": np.full(count, 480, np.int32),
            "source_hash": np.arange(count),
            "deleted": np.zeros(count, np.bool_),
        }
    )


def questions(store: Store) -> dict[str, Callable[[], object]]:
    """What is asked, by name; each understands its text anew, as a request does."""
    snapshot = store.snapshot()

    def understood(text: str, level: Level = Level.PREDICTION):  # type: ignore[no-untyped-def]
        return ask(snapshot, text, level=level)

    def of_field(statement, **more):  # type: ignore[no-untyped-def]
        question = understood("")
        return snapshot.query(
            statement(question.checked, level=question.level, scope=question.scope, catalog=question.catalog, **more)
        )

    return {
        "count: label and score > 0.5": lambda: total_of(understood('label = "class 3" and score > 0.5')),
        "filter and top 100 by score": lambda: page_of(
            understood('label = "class 3" and score > 0.2'), sort="score", descending=True
        ),
        "histogram of score, 50 bins": lambda: of_field(histogram, field="score", bins=Bins.over(0, 1, most=50)),
        "predictions by class": lambda: of_field(terms, field="label"),
        "images with no label": lambda: total_of(understood("annotations.count = 0", Level.IMAGE)),
        "first page of images": lambda: page_of(understood("", Level.IMAGE)),
    }


def measure(objects: int) -> dict[str, object]:
    """Milliseconds of each question over `objects` predictions."""
    with tempfile.TemporaryDirectory() as scratch, Store.create(Path(scratch) / "set.assay") as store:
        fill(store, objects)
        answers = {}
        for name, question in questions(store).items():
            times = []
            for _ in range(RUNS):
                start = time.perf_counter()
                question()
                times.append((time.perf_counter() - start) * 1000)
            answers[name] = {"cold": round(times[0], 1), "warm": round(statistics.median(times[1:]), 1)}
    return {"objects": objects, "ms": answers}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--objects", type=int, nargs="+", default=[335_000, 1_000_000, 10_000_000])
    given = arguments.parse_args()
    measured = [measure(objects) for objects in given.objects]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"sizes": measured, "peak_mb": round(peak)}, indent=1))


if __name__ == "__main__":
    main()
