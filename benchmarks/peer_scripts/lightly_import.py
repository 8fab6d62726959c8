"""Import a COCO set and predictions into LightlyStudio: seconds, peak memory and size on disk.

PEER_PYTHON benchmarks/peer_scripts/lightly_import.py HOME LABELS PREDICTIONS

The database is a file in HOME. Nothing is embedded, since that would load a model from the internet. LightlyStudio
reads predictions as a COCO file with images and classes, so the results become one before the time is taken. The
last line printed is one JSON value.
"""

from __future__ import annotations

import importlib.metadata
import json
import resource
import sys
import time
from pathlib import Path

from lightly_studio.core.image.image_dataset import ImageDataset
from lightly_studio.database import db_manager

home, labels, predictions = map(Path, sys.argv[1:4])
images = labels.parent / "images"


def as_coco(labels: Path, predictions: Path) -> Path:
    """The results as a COCO file of their own."""
    content = json.loads(labels.read_text())
    content["annotations"] = [
        row | {"id": at, "iscrowd": 0, "area": row["bbox"][2] * row["bbox"][3]}
        for at, row in enumerate(json.loads(predictions.read_text()))
    ]
    file = home / "predictions_coco.json"
    file.write_text(json.dumps(content))
    return file


results = as_coco(labels, predictions)
database = home / "set.db"
db_manager.connect(db_file=str(database), cleanup_existing=True)
dataset = ImageDataset.create(name="set")
start = time.perf_counter()
dataset.add_images_from_path(path=str(images), embed=False)
with_images = time.perf_counter()
for file, source in ((labels, "labels"), (results, "predictions")):
    dataset.add_annotations_from_coco(
        annotations_json=str(file), images_root=str(images), annotation_source=source, embed_annotations=False
    )
    if source == "labels":
        between = time.perf_counter()
end = time.perf_counter()
print(
    json.dumps(
        {
            "version": importlib.metadata.version("lightly-studio"),
            "images_s": with_images - start,
            "labels_s": between - with_images,
            "predictions_s": end - between,
            "seconds": end - start,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "disk_mb": sum(part.stat().st_size for part in home.glob("set.db*")) / 2**20,
        }
    )
)
