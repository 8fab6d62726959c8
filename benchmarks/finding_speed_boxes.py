"""Seconds and memory of the label quality of a detection set (M46-M50), beside cleanlab's ObjectLab in the same run.

    python benchmarks/finding_speed_boxes.py FOLDER [--images 5000] [--peer-images 500]

Makes a set of `images` pictures with 60 predictions each in FOLDER (or takes the one that is there). CPU seconds, the
best of three, of Assay over all of it, and again where every prediction is certain, which is the most work there can
be; of cleanlab over the first `peer-images` of them, once, scaled to all: its work is per image. Prints one JSON value.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from time import process_time

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.evaluation.label_quality import label_quality
from benchmarks.memory import forget_peak, peak_mb
from benchmarks.sets import CLASSES, write_coco


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--images", type=int, default=5000)
    parser.add_argument("--peer-images", type=int, default=500)
    arguments = parser.parse_args()
    files = write_coco(arguments.folder, images=arguments.images)
    labels, predictions = (json.loads(file.read_text()) for file in files)
    rows = as_arrays(labels["annotations"], predictions)
    label_quality(images=arguments.images, **rows)  # compiles
    before = forget_peak()
    ours = min(timed(lambda: label_quality(images=arguments.images, **rows)) for _ in range(3))
    grown = peak_mb() - before
    certain = rows | {"pred_score": np.full(len(rows["pred_score"]), 0.99)}
    result = {
        "images": arguments.images,
        "labels": len(rows["label_image"]),
        "predictions": len(rows["pred_image"]),
        "assay_cpu_seconds": round(ours, 4),
        "assay_cpu_seconds_all_certain": round(
            min(timed(lambda: label_quality(images=arguments.images, **certain)) for _ in range(3)), 4
        ),
        "assay_memory_mb": round(grown, 1),
    }
    result |= beside_cleanlab(rows, arguments.peer_images, arguments.images, ours)
    print(json.dumps(result, indent=1))


def as_arrays(labels: list[dict], predictions: list[dict]) -> dict[str, np.ndarray]:
    rows = {}
    for side, objects in (("label", labels), ("pred", predictions)):
        rows[f"{side}_image"] = np.array([row["image_id"] for row in objects])
        rows[f"{side}_boxes"] = np.array([row["bbox"] for row in objects], float)
        rows[f"{side}_class"] = np.array([row["category_id"] for row in objects])
    return rows | {
        "label_ignored": np.zeros(len(labels), bool),
        "pred_score": np.array([row["score"] for row in predictions]),
    }


def beside_cleanlab(rows: dict[str, np.ndarray], count: int, images: int, ours: float) -> dict[str, float]:
    from cleanlab.object_detection.rank import get_label_quality_scores

    labels, predictions = for_cleanlab(rows, range(count), classes=CLASSES)
    seconds = timed(lambda: get_label_quality_scores(labels, predictions, verbose=False)) * images / count
    return {"cleanlab_cpu_seconds": round(seconds, 1), "times_faster": round(seconds / ours)}


def for_cleanlab(rows: dict[str, np.ndarray], images: range, *, classes: int) -> tuple[list, list]:
    """Labels and predictions in the form that cleanlab takes."""
    labels, predictions = [], []
    for image in images:
        mine = np.flatnonzero(rows["label_image"] == image)
        labels.append({"bboxes": corners(rows["label_boxes"][mine]), "labels": rows["label_class"][mine]})
        theirs = np.flatnonzero(rows["pred_image"] == image)
        scored = np.column_stack((corners(rows["pred_boxes"][theirs]), rows["pred_score"][theirs]))
        of_class = np.empty(classes, object)
        for category in range(classes):
            of_class[category] = scored[rows["pred_class"][theirs] == category]
        predictions.append(of_class)
    return labels, predictions


def corners(boxes: np.ndarray) -> np.ndarray:
    return np.column_stack((boxes[:, :2], boxes[:, :2] + boxes[:, 2:]))


def timed(work) -> float:
    start = process_time()
    work()
    return process_time() - start


if __name__ == "__main__":
    main()
