"""Time one evaluation by pycocotools or faster-coco-eval, in a Python in which it is installed.

    python coco_evaluation.py pycocotools|faster-coco-eval bbox|segm LABELS PREDICTIONS CURVES

Prints one JSON value: seconds of `evaluate` and `accumulate`, the memory held before and the peak while it evaluates.
The curves go to the file CURVES (.npz).
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.memory import forget_peak, peak_mb


def main(peer: str, kind: str, label_file: str, prediction_file: str, curve_file: str) -> None:
    if peer == "pycocotools":
        from pycocotools.coco import COCO
        from pycocotools.cocoeval import COCOeval
    else:
        from faster_coco_eval import COCO
        from faster_coco_eval import COCOeval_faster as COCOeval
    with open(label_file, encoding="utf-8") as file:
        labels = json.load(file)
    for row in labels["annotations"]:
        row["id"] += 1  # pycocotools cannot tell 0 from none
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO({"info": {}, **labels}) if peer != "pycocotools" else COCO()
        if peer == "pycocotools":
            coco.dataset = {"info": {}, **labels}
            coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes(prediction_file), kind)
        loaded = forget_peak()
        start = time.perf_counter()
        evaluation.evaluate()
        evaluation.accumulate()
        seconds = time.perf_counter() - start
    curves = {name: np.asarray(evaluation.eval[name]) for name in ("precision", "recall", "scores")}
    np.savez(curve_file, **curves)
    print(json.dumps({"seconds": round(seconds, 3), "loaded_mb": loaded, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
