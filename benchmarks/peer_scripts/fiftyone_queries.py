"""Ask FiftyOne what `benchmarks/beside.py` asks Assay: milliseconds, the median after a first time, and the answer.

PEER_PYTHON benchmarks/peer_scripts/fiftyone_queries.py HOME

The last line printed is one JSON value, question by question.
"""

from __future__ import annotations

import json
import statistics
import time

import fiftyone as fo
from fiftyone import ViewField as F

RUNS = 7
CLASS = "class 3"

dataset = fo.load_dataset("set")
sure = (F("label") == CLASS) & (F("confidence") > 0.5)


def histogram() -> int:
    counts, _, other = dataset.histogram_values("predictions.detections.confidence", bins=50)
    return int(sum(counts) + other)


questions = {
    "images with no label": lambda: dataset.match(F("ground_truth.detections").length() == 0).count(),
    "predictions of a class over .5": lambda: dataset.filter_labels("predictions", sure).count(
        "predictions.detections"
    ),
    "images with such a prediction": lambda: dataset.filter_labels("predictions", sure).count(),
    "histogram of score, 50 bins": histogram,
    "predictions by class": lambda: sum(dataset.count_values("predictions.detections.label").values()),
}
figures = {}
for name, ask in questions.items():
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        answer = ask()
        times.append((time.perf_counter() - start) * 1000)
    figures[name] = {"ms": statistics.median(times[1:]), "answer": answer}
print(json.dumps(figures))
