"""Time matching at one threshold beside pycocotools, on the same labels and predictions, in the same run.

    python benchmarks/matching.py --images 5000

pycocotools matches class by class and Assay across classes; both look at every label and every prediction once.
Prints one JSON value: seconds of each (median of a few), the ratio, and the memory ours took beyond its arrays.
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

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.evaluation.matching import match
from benchmarks.memory import forget_peak, peak_mb
from benchmarks.sets import write_coco

RUNS = 7


def ours(labels: dict, predictions: list) -> tuple[float, float]:
    """Seconds to match once, arrays at hand and the kernel compiled, the median of a few runs; megabytes it took."""
    rows = labels["annotations"]
    arrays = {
        "label_image": np.array([row["image_id"] for row in rows]),
        "label_boxes": np.array([row["bbox"] for row in rows]),
        "label_class": np.array([row["category_id"] for row in rows], np.int32),
        "label_ignore": np.zeros(len(rows), bool),
        "label_crowd": np.zeros(len(rows), bool),
        "pred_image": np.array([row["image_id"] for row in predictions]),
        "pred_boxes": np.array([row["bbox"] for row in predictions]),
        "pred_class": np.array([row["category_id"] for row in predictions], np.int32),
        "pred_score": np.array([row["score"] for row in predictions]),
    }
    match(**arrays, iou=0.5, confidence=0.0)
    times, held = [], forget_peak()
    for _ in range(RUNS):
        start = time.perf_counter()
        match(**arrays, iou=0.5, confidence=0.0)
        times.append(time.perf_counter() - start)
    return statistics.median(times), peak_mb() - held


def theirs(label_file: Path, prediction_file: Path) -> float:
    """Seconds of pycocotools' `evaluate` at one IoU, one area and 100 predictions an image."""
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(str(label_file))
        evaluation = COCOeval(coco, coco.loadRes(str(prediction_file)), "bbox")
        evaluation.params.iouThrs = np.array([0.5])
        evaluation.params.areaRng, evaluation.params.areaRngLbl = [[0, 1e10]], ["all"]
        evaluation.params.maxDets = [100]
        start = time.perf_counter()
        evaluation.evaluate()
        return time.perf_counter() - start


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--images", type=int, default=5000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        label_file, prediction_file = write_coco(Path(scratch) / "set", images=given.images)
        labels, predictions = json.loads(label_file.read_text()), json.loads(prediction_file.read_text())
        own, megabytes = ours(labels, predictions)
        peer = theirs(label_file, prediction_file)
    result = {
        "labels": len(labels["annotations"]),
        "predictions": len(predictions),
        "assay_s": round(own, 4),
        "assay_mb": round(megabytes, 1),
        "pycocotools_s": round(peer, 2),
        "times_faster": round(peer / own, 1),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
