"""Import a COCO set and its results into FiftyOne: seconds, peak memory of Python and of MongoDB, size on disk.

PEER_PYTHON benchmarks/peer_scripts/fiftyone_import.py HOME LABELS PREDICTIONS

The database is where FIFTYONE_DATABASE_DIR says; HOME is not read. The last line printed is one JSON value.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import fiftyone as fo
import fiftyone.core.odm as foo
import fiftyone.utils.coco as fouc
import psutil


def database_peak_mb() -> float:
    """The most that the MongoDB of this FiftyOne held at once; 0 where the system does not tell."""
    for process in psutil.process_iter(["name", "cmdline"]):
        if process.info["name"] == "mongod" and fo.config.database_dir in (process.info["cmdline"] or []):
            status = Path(f"/proc/{process.pid}/status")
            rows = status.read_text().splitlines() if status.exists() else []
            return sum(int(row.split()[1]) / 1024 for row in rows if row.startswith("VmHWM"))
    return 0.0


labels, predictions = map(Path, sys.argv[2:4])
fo.config.show_progress_bars = False
foo.get_db_conn()
start = time.perf_counter()
dataset = fo.Dataset.from_dir(
    dataset_type=fo.types.COCODetectionDataset,
    data_path=str(labels.parent / "images"),
    labels_path=str(labels),
    name="set",
    label_field={"detections": "ground_truth", "coco_id": "coco_id"},
    include_id=True,
)
dataset.persistent = True
between = time.perf_counter()
categories = json.loads(labels.read_text())["categories"]
fouc.add_coco_labels(dataset, "predictions", str(predictions), categories, coco_id_field="coco_id")
end = time.perf_counter()
foo.get_db_conn().client.admin.command("fsync")  # sizes are told as of the last checkpoint
size = foo.get_db_conn().command("dbStats")
print(
    json.dumps(
        {
            "version": fo.__version__,
            "labels_s": between - start,
            "predictions_s": end - between,
            "seconds": end - start,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "database_peak_mb": database_peak_mb(),
            "disk_mb": (size["storageSize"] + size["indexSize"]) / 2**20,
        }
    )
)
