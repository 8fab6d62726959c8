"""Ask LightlyStudio what `benchmarks/beside.py` asks Assay: milliseconds, the median after a first time; the answer.

PEER_PYTHON benchmarks/peer_scripts/lightly_queries.py HOME

Its Python API lists images; it counts no predictions, bins no confidence and has no classes of the predictions alone,
so those questions are not asked. The last line printed is one JSON value, question by question.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from lightly_studio.core.dataset_query.boolean_expression import NOT
from lightly_studio.core.dataset_query.object_detection_query import ObjectDetectionField as Field
from lightly_studio.core.dataset_query.object_detection_query import ObjectDetectionQuery as Any
from lightly_studio.core.image.image_dataset import ImageDataset
from lightly_studio.database import db_manager

RUNS = 7
CLASS = "class 3"

db_manager.connect(db_file=str(Path(sys.argv[1]) / "set.db"), cleanup_existing=False)
dataset = ImageDataset.load(name="set")
labelled = Any(Field.source == "labels")
sure = Any(Field.source == "predictions", Field.class_name == CLASS, Field.confidence > 0.5)
questions = {"images with no label": NOT(labelled), "images with such a prediction": sure}
figures = {}
for name, condition in questions.items():
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        answer = len(dataset.query().match(condition).to_list())
        times.append((time.perf_counter() - start) * 1000)
    figures[name] = {"ms": statistics.median(times[1:]), "answer": answer}
print(json.dumps(figures))
