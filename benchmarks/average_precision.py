"""Time the whole COCO evaluation of boxes beside pycocotools, on the same labels and predictions, in the same run.

    python benchmarks/average_precision.py --images 5000

Ten IoU thresholds, four ranges of area, three limits of detections, 101 recalls. Prints one JSON value: seconds of each
(Assay's the median of a few, after a first call that may compile), the ratio, and how far the two are apart.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.evaluation.coco import CocoArrays, CocoRows, evaluate_boxes
from benchmarks.sets import write_coco

RUNS = 5


def ours(labels: dict, predictions: list) -> tuple[float, CocoArrays]:
    """Seconds, arrays at hand and the kernels compiled; and what was found."""

    def rows(of: list) -> dict:
        return {
            "image": np.array([row["image_id"] for row in of], np.int64),
            "category": np.array([row["category_id"] for row in of], np.int64),
        }

    truth = labels["annotations"]
    boxes, found = (np.array([row["bbox"] for row in of]) for of in (truth, predictions))
    arguments = (
        CocoRows(**rows(truth), area=np.array([row["area"] for row in truth])),
        boxes,
        CocoRows(
            **rows(predictions), area=found[:, 2] * found[:, 3], score=np.array([r["score"] for r in predictions])
        ),
        found,
    )
    class_ids = [category["id"] for category in labels["categories"]]
    result = evaluate_boxes(*arguments, class_ids=class_ids)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        evaluate_boxes(*arguments, class_ids=class_ids)
        times.append(time.perf_counter() - start)
    return statistics.median(times), result


def theirs(label_file: Path, prediction_file: Path) -> tuple[float, COCOeval]:
    """Seconds of pycocotools' `evaluate` and `accumulate`; and what was found."""
    labels = json.loads(label_file.read_text())
    for row in labels["annotations"]:
        row["id"] += 1  # it cannot tell 0 from none
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {"info": {}, **labels}
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes(str(prediction_file)), "bbox")
        start = time.perf_counter()
        evaluation.evaluate()
        evaluation.accumulate()
        return time.perf_counter() - start, evaluation


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--images", type=int, default=5000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        label_file, prediction_file = write_coco(Path(scratch) / "set", images=given.images)
        own, found = ours(json.loads(label_file.read_text()), json.loads(prediction_file.read_text()))
        peer, expected = theirs(label_file, prediction_file)
    curves = ((found.precision, "precision"), (found.recall, "recall"), (found.scores, "scores"))
    result = {
        "assay_s": round(own, 4),
        "pycocotools_s": round(peer, 2),
        "times_faster": round(peer / own, 1),
        "largest_difference": max(float(np.abs(values - expected.eval[name]).max()) for values, name in curves),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
