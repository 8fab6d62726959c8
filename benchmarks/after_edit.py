"""CPU seconds of what follows an edit: suspects of the touched images looked for again, the inbox ranked anew.

    python benchmarks/after_edit.py [--parts boxes masks embedded real inbox] [--labels 10000] [--data DATA]

Prints one JSON value, CPU seconds of this process (use OMP_NUM_THREADS=1 for those of one core). `boxes`: 5,000 images,
36,662 labels, 300,000 predictions; `masks`: 1,000 images whose labels and predictions all have masks; `embedded`:
`--labels` made labels with vectors, five to an image, and a prediction for nine in ten; `real`: DATA/ppe_valid,
embedded. Of each: a whole search, and the least and the most of several edits. `inbox`: of 100,000 suspects of five
detectors a page, and ranking and page after a decision.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.model.level import Level
from assay.schema.tables import ISSUES
from assay.store.store import Store
from assay.workflows.edits import edit_labels
from assay.workflows.embeddings.embed import embed
from assay.workflows.embeddings.import_vectors import import_vectors
from assay.workflows.explore.search import search
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.inbox import ranking
from assay.workflows.issues.decide_issues import Decision, decide_issues
from assay.workflows.issues.find_again import find_again
from assay.workflows.issues.find_issues import find_issues
from benchmarks.evaluation import write_masks
from benchmarks.sets import write_coco

EDITS, OF_IMAGE, CLASSES, DIMENSION = 4, 5, 20, 256
SUSPECTS = {"wrong_class": 1, "missing_object": 1, "loose_box": 4, "duplicate_box": 1, "spurious_label": 1}
"""Detectors of `inbox`, with their versions."""


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one call, all threads together."""
    start = time.process_time()
    work()
    return round(time.process_time() - start, 3)


def followed(store: Store) -> dict[str, object]:
    """A whole search, and the search after each of a few edits: a label relabelled, a box made larger, by turns."""
    whole = cpu(lambda: find_issues(store))
    names = [one.name for one in store.snapshot().categories(store.snapshot().datasets()[0].id)]
    labels = store.snapshot().rows("annotations", columns=["id", "category_id", "x", "y", "w", "h"]).to_pylist()
    spent = []
    for at, row in enumerate(labels[len(labels) // (2 * EDITS) :: len(labels) // EDITS][:EDITS]):
        if at % 2:
            edit_labels.move(store, row["id"], [row["x"], row["y"], row["w"] * 1.4, row["h"]])
        else:
            edit_labels.relabel(store, [row["id"]], names[(row["category_id"] + 1) % len(names)])
        spent.append(cpu(lambda: find_again(store)))
    snapshot = store.snapshot()
    sizes = {table: snapshot.count(table) for table in ("images", "annotations", "predictions")}
    return sizes | {"whole_search": whole, "after_an_edit": [min(spent), max(spent)]}


def boxes(folder: Path, given: argparse.Namespace) -> dict[str, object]:
    labels, predictions = write_coco(folder / "set", images=given.images)
    with Store.create(folder / "p.assay") as store:
        import_dataset(store, labels)
        import_predictions(store, predictions, run="model")
        return followed(store)


def masks(folder: Path, given: argparse.Namespace) -> dict[str, object]:
    labels, predictions = write_coco(folder / "set", images=given.images // 5)
    write_masks(labels, predictions)
    with Store.create(folder / "p.assay") as store:
        import_dataset(store, labels)
        import_predictions(store, predictions, run="model")
        return followed(store)


def embedded(folder: Path, given: argparse.Namespace) -> dict[str, object]:
    labels, predictions = write_embedded(folder, given.labels)
    with Store.create(folder / "p.assay") as store:
        import_dataset(store, labels)
        import_predictions(store, predictions, run="model")
        import_vectors(store, folder / "labels.npz", level=Level.ANNOTATION)
        import_vectors(store, folder / "images.npz", level=Level.IMAGE)
        return followed(store)


def write_embedded(folder: Path, count: int) -> tuple[Path, Path]:
    """Labels of twenty classes, each of five heaps of vectors, 3 % of them wrong and 5 % near-duplicates."""
    rng = np.random.default_rng(1)
    truth = rng.integers(0, CLASSES, count)
    given = np.where(rng.random(count) < 0.03, rng.integers(0, CLASSES, count), truth)
    at = np.arange(count)
    side = 40 + rng.random((count, 2)) * 40
    box = np.column_stack(((at % OF_IMAGE) * 120 + rng.random(count) * 30, rng.random(count) * 300, side)).round(2)
    splits = ["train", "train", "train", "val", "test"]
    images = [
        {"id": i, "file_name": f"{splits[i % 5]}/{i}.jpg", "width": 640, "height": 480}
        for i in range(count // OF_IMAGE)
    ]
    rows = [
        {"id": i, "image_id": i // OF_IMAGE, "category_id": int(given[i]), "bbox": box[i].tolist(), "iscrowd": 0}
        for i in range(count)
    ]
    classes = [{"id": i, "name": f"class {i}"} for i in range(CLASSES)]
    seen = [
        {"image_id": i // OF_IMAGE, "category_id": int(truth[i]), "bbox": box[i].tolist(), "score": float(score)}
        for i, score in enumerate(0.5 + 0.5 * rng.random(count))
        if rng.random() < 0.9
    ]
    heaps = rng.normal(size=(CLASSES * 5, DIMENSION)) / 2
    vectors = heaps[truth * 5 + rng.integers(0, 5, count)] + rng.normal(size=(count, DIMENSION))
    again = np.flatnonzero(rng.random(count) < 0.05)
    vectors[again] = vectors[(again + 7) % count] + 0.02 * rng.normal(size=(len(again), DIMENSION))
    labels, predictions = folder / "labels.json", folder / "predictions.json"
    labels.write_text(json.dumps({"images": images, "annotations": rows, "categories": classes}))
    predictions.write_text(json.dumps(seen))
    np.savez(folder / "labels.npz", id=at, vectors=vectors)
    np.savez(folder / "images.npz", id=np.arange(len(images)), vectors=rng.normal(size=(len(images), DIMENSION)))
    return labels, predictions


def real(folder: Path, given: argparse.Namespace) -> dict[str, object]:
    data = given.data / "ppe_valid"
    with Store.create(folder / "p.assay") as store:
        import_dataset(store, data / "instances_valid.json", images=data / "images")
        import_predictions(store, data / "predictions_coco.json", run="model")
        embed(store)
        return followed(store)


def inbox(folder: Path, given: argparse.Namespace) -> dict[str, object]:
    labels, _ = write_embedded(folder, max(given.suspects // 5, 1000))
    with Store.create(folder / "p.assay") as store:
        import_dataset(store, labels)
        raise_suspects(store, given.suspects)

        def page() -> object:
            text = 'state = "open"'
            return search(store, text, level=Level.ISSUE, sort="benefit", descending=True, limit=50)

        page()
        pages = [cpu(page) for _ in range(EDITS)]
        ranked, after = [], []
        for at in range(EDITS):
            decide_issues(store, [at * 7 + 1], Decision.KEEP)
            ranked.append(cpu(lambda: ranking(store.snapshot(), 1)))
            after.append(cpu(page))
    return {"suspects": given.suspects, "page": min(pages), "ranked_anew": min(ranked), "page_after": min(after)}


def raise_suspects(store: Store, count: int) -> None:
    """Open suspects of a few detectors, with chances of all sizes."""
    rng = np.random.default_rng(2)
    labels = store.snapshot().rows("annotations", columns=["id", "image_id"])
    with store.writer() as writer:
        start = writer.reserve_ids("issues", count)
        slugs = list(SUSPECTS)
        rows = {
            "id": start + np.arange(count),
            "dataset_id": [1] * count,
            "kind": [slugs[at % len(slugs)] for at in range(count)],
            "image_id": labels["image_id"].to_numpy()[np.arange(count) // 5 % len(labels)],
            "annotation_id": labels["id"].to_numpy()[np.arange(count) // 5 % len(labels)],
            "score": rng.random(count),
            "evidence": [json.dumps({"sentence": "It looks odd."})] * count,
            "detector": [f"{slugs[at % len(slugs)]}@{SUSPECTS[slugs[at % len(slugs)]]}" for at in range(count)],
            "state": ["open"] * count,
        }
        empty = {name: [None] * count for name in ISSUES.arrow.names if name not in rows}
        writer.append("issues", pa.table(rows | empty).select(ISSUES.arrow.names).cast(ISSUES.arrow))


PARTS = {"boxes": boxes, "masks": masks, "embedded": embedded, "real": real, "inbox": inbox}


def measured(given: argparse.Namespace) -> Iterator[tuple[str, dict[str, object]]]:
    for name in given.parts or PARTS:
        if name == "real" and given.data is None:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            yield name, PARTS[name](Path(scratch), given)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--parts", nargs="*", choices=list(PARTS), help="all unless named; `real` needs --data")
    arguments.add_argument("--labels", type=int, default=10_000)
    arguments.add_argument("--images", type=int, default=5_000)
    arguments.add_argument("--suspects", type=int, default=100_000)
    arguments.add_argument("--data", type=Path)
    print(json.dumps(dict(measured(arguments.parse_args())), indent=1))


if __name__ == "__main__":
    main()
