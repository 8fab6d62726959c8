"""Time the import of a set beside the time its image headers alone take.

    python benchmarks/import_set.py --images 5000

Prints one JSON value. `beyond_headers` is the wall time of both imports less that of reading the headers.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.sets import write_coco

RUNS = 3


def import_once(labels: Path, predictions: Path, project: Path) -> dict[str, float]:
    """Import into a new project in this process; seconds and megabytes."""
    from assay.media.probe import probe_many
    from assay.store.store import Store
    from assay.workflows.imports.import_dataset import import_dataset
    from assay.workflows.imports.import_predictions import import_predictions

    paths = [str(path) for path in sorted((labels.parent / "images").iterdir())]
    probe_many(paths)
    start = time.perf_counter()
    probe_many(paths)
    headers = time.perf_counter() - start
    with Store.create(project) as store:
        start = time.perf_counter()
        first = import_dataset(store, labels)
        between = time.perf_counter()
        second = import_predictions(store, predictions, run="model")
        end = time.perf_counter()
    size = sum(file.stat().st_size for file in project.rglob("*") if file.is_file())
    return {
        "labels": first.objects.added,
        "predictions": second.objects.added,
        "headers_s": headers,
        "labels_s": between - start,
        "predictions_s": end - between,
        "beyond_headers_s": end - start - headers,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "disk_mb": size / 2**20,
    }


def import_apart(labels: Path, predictions: Path, project: Path) -> dict[str, float]:
    """As `import_once`, in a process of its own, whose peak memory is that of the import."""
    command = [sys.executable, __file__, "--once", str(labels), str(predictions), str(project)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--images", type=int, default=5000)
    arguments.add_argument("--folder", type=Path, default=None)
    arguments.add_argument("--once", nargs=3, type=Path, default=None, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.once:
        print(json.dumps(import_once(*given.once)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch) / "set"
        labels, predictions = write_coco(folder, images=given.images)
        runs = [import_apart(labels, predictions, Path(scratch) / f"{number}.assay") for number in range(RUNS)]
        ours = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    print(json.dumps({"images": given.images, "assay": ours}, indent=1))


if __name__ == "__main__":
    main()
