"""Measure all metrics of pictures over folders of several sizes, in the pool: images a second, and memory.

    python benchmarks/measure_pool.py DATA/ppe_valid --times 2 8

The images of the folder are copied `--times` over, each copy with one byte more so that no two files are alike. Prints
one JSON value for each size: seconds from the call to the published columns (start of the processes included), images a
second, the most memory that the process and the largest of its workers held, and the seconds of the health report.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.metrics.builtin.pictures import PICTURE_METRICS
from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.health.report import health
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.metrics.measure import measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, nargs="+", default=[2, 8])
    parser.add_argument("--once", action="store_true", help="this size only, in this process")
    chosen = parser.parse_args()
    if chosen.once:
        print(json.dumps(once(chosen.folder, chosen.times[0])))
        return
    for times in chosen.times:  # each in a process of its own, so that memory is that of one size
        subprocess.run([sys.executable, __file__, str(chosen.folder), "--once", "--times", str(times)], check=True)


def once(folder: Path, times: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as scratch:
        labels = copies(sorted(folder.rglob("*.jpg")), times, Path(scratch))
        with Store.create(Path(scratch) / "set.assay") as store:
            import_dataset(store, labels, images=labels.parent)
            began = time.perf_counter()
            names = [metric.slug for metric in PICTURE_METRICS]
            found = measure(store, metrics=names, levels=[Level.IMAGE])
            seconds = time.perf_counter() - began
            began = time.perf_counter()
            health(store.snapshot())
            reported = time.perf_counter() - began
    peak = {who: resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)}
    return {
        "images": found.decoded,
        "seconds": round(seconds, 1),
        "images_a_second": round(found.decoded / seconds),
        "megabytes": round(peak[resource.RUSAGE_SELF]),
        "megabytes_of_a_worker": round(peak[resource.RUSAGE_CHILDREN]),
        "health_seconds": round(reported, 2),
    }


def copies(files: list[Path], times: int, folder: Path) -> Path:
    images = []
    for time_ in range(times):
        for file in files:
            name = f"{time_}_{file.name}"
            (folder / name).write_bytes(file.read_bytes() + bytes([time_]))
            images.append({"id": len(images) + 1, "file_name": name})
    labels = folder / "labels.json"
    content = {"images": images, "annotations": [], "categories": [{"id": 1, "name": "thing"}]}
    labels.write_text(json.dumps(content), encoding="utf-8")
    return labels


if __name__ == "__main__":
    main()
