"""Import a COCO set and its results into FiftyOne; print the seconds of each and the peak memory as JSON.

PEER_PYTHON benchmarks/peer_scripts/fiftyone_import.py LABELS PREDICTIONS
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import fiftyone as fo
import fiftyone.utils.coco as fouc

labels, predictions = map(Path, sys.argv[1:3])
fo.config.show_progress_bars = False
name = "assay-benchmark"
if fo.dataset_exists(name):
    fo.delete_dataset(name)
start = time.perf_counter()
dataset = fo.Dataset.from_dir(
    dataset_type=fo.types.COCODetectionDataset,
    data_path=str(labels.parent / "images"),
    labels_path=str(labels),
    name=name,
    label_field={"detections": "ground_truth", "coco_id": "coco_id"},
    include_id=True,
)
between = time.perf_counter()
categories = json.loads(labels.read_text())["categories"]
fouc.add_coco_labels(dataset, "predictions", str(predictions), categories, coco_id_field="coco_id")
end = time.perf_counter()
fo.delete_dataset(name)
print(
    json.dumps(
        {
            "labels_s": between - start,
            "predictions_s": end - between,
            "seconds": end - start,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
