"""Time the metrics: of pictures beside a bare decoder and cleanvision, of a million labels, of a million hashes.

    python benchmarks/metrics.py [--images 500] [--cleanvision PATH]

Pictures take turns with the bare decoder, one by one in one process without a pool, and both are counted in seconds
of the processor, so that a busy machine slows both alike. PATH is a Python in which cleanvision is installed; its
default scan runs over the same files in one process. Prints one JSON value.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import simplejpeg
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.metrics.builtin.labels import LABEL_METRICS
from assay.metrics.measure_picture import measure_picture
from assay.metrics.metric import Metric, Need
from assay.metrics.near_hashes import near_groups
from assay.metrics.registry import METRICS
from assay.metrics.view import Images, Objects, View
from assay.model.category import Category
from assay.model.level import Level
from assay.testing.views import images_table, labels_table
from benchmarks.memory import forget_peak, peak_mb
from benchmarks.sets import CLASSES, HEIGHT, WIDTH, boxes

ROUNDS = 3
PEER = Path(__file__).parent / "peer_scripts" / "cleanvision_scan.py"


def write_pictures(folder: Path, count: int) -> list[Path]:
    """JPEGs of 640 × 480 px and about 60 KB: a ground with a grain, and a dozen things on it."""
    rng = np.random.default_rng(3)
    paths = []
    for number in range(count):
        ends = rng.integers(20, 230, (2, 2, 3)).astype(np.float32)
        ground = Image.fromarray(ends.astype(np.uint8)).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
        size = int(rng.choice([2, 3, 4, 8, 16]))
        grain = rng.integers(0, 256, (HEIGHT // size, WIDTH // size, 3), np.uint8)
        grained = Image.blend(ground, Image.fromarray(grain).resize((WIDTH, HEIGHT)), 0.1 + 0.2 * rng.random())
        draw = ImageDraw.Draw(grained)
        for x, y, w, h in boxes(12, rng):
            shape = draw.ellipse if rng.random() < 0.5 else draw.rectangle
            shape((x, y, x + w, y + h), fill=tuple(rng.integers(0, 256, 3).tolist()))
        paths.append(folder / f"{number:06d}.jpg")
        grained.save(paths[-1], quality=90)
    return paths


def pictures(paths: list[Path]) -> dict[str, float]:
    """Milliseconds of the processor per picture: all picture metrics from the file, and a bare decode from memory."""
    metrics = [metric for metric in METRICS.values() if metric.measure_picture and Level.IMAGE in metric.levels]
    contents = [path.read_bytes() for path in paths]
    for path in paths[:20]:
        measure_picture(path, metrics=metrics)
    spent = np.zeros((ROUNDS, len(paths), 2))
    for turn in spent:
        for at, (path, content) in enumerate(zip(paths, contents, strict=True)):
            start = time.process_time_ns()
            measure_picture(path, metrics=metrics)
            between = time.process_time_ns()
            simplejpeg.decode_jpeg(content, "RGB")
            turn[at] = between - start, time.process_time_ns() - between
    ours, bare = spent.min(axis=0).mean(axis=0) / 1e6
    return {
        "picture_metrics": len(metrics),
        "mean_kb": round(sum(map(len, contents)) / len(contents) / 1000, 1),
        "picture_ms": round(ours, 3),
        "bare_decode_ms": round(bare, 3),
        "times_bare_decode": round(ours / bare, 2),
    }


def cleanvision(python: str, folder: Path, count: int) -> float:
    """Milliseconds of the processor per picture of its default scan."""
    done = subprocess.run([python, str(PEER), str(folder)], check=True, stdout=subprocess.PIPE, text=True)
    return 1000 * json.loads(done.stdout.splitlines()[-1])["seconds"] / count


def labels(count: int) -> dict[str, object]:
    """Seconds of each metric of labels alone, over `count` boxes, seven to an image."""
    few, view = labelled(2_000), labelled(count)
    each = {}
    for metric in filter(of_labels, METRICS.values()):
        for level in sorted(metric.levels & {Level.IMAGE, Level.ANNOTATION}):
            metric.measure_rows(few, level=level)  # type: ignore[misc]  # compiles
            start = time.perf_counter()
            metric.measure_rows(view, level=level)  # type: ignore[misc]
            each[f"{metric.slug} ({level})"] = round(time.perf_counter() - start, 2)
    return {"labels": count, "label_metrics_s": round(sum(each.values()), 2), "label_metrics": each}


def labelled(count: int) -> View:
    """`count` boxes of 80 classes, seven to an image."""
    rng = np.random.default_rng(0)
    images = Images(images_table(count // 7, width=WIDTH, height=HEIGHT))
    image = np.sort(rng.integers(0, len(images), count))
    rows = labels_table(image, boxes(count, rng), rng.integers(0, CLASSES, count))
    return View(images, Objects.of(rows, images), None, [Category(i, 1, f"class {i}", "") for i in range(CLASSES)])


def of_labels(metric: Metric) -> bool:
    """Whether a metric looks at labels and at no more: no pixels, predictions, skeletons or other metrics."""
    alone = metric.needs <= {Need.LABELS} and not metric.reads
    return metric in LABEL_METRICS and metric.measure_rows is not None and alone


def hashes(count: int, radius: int) -> dict[str, float]:
    """Seconds and megabytes to group `count` hashes: most alone, a tenth equal, a tenth a few bits from another."""
    rng = np.random.default_rng(0)
    made = rng.integers(-(2**63), 2**63 - 1, count, dtype=np.int64).view(np.uint64)
    tenth = count // 10
    made[:tenth] = made[-1]
    flipped = np.uint64(1) << rng.integers(0, 64, (2, tenth), np.uint64)
    made[tenth : 2 * tenth] = made[2 * tenth : 3 * tenth] ^ flipped[0] ^ flipped[1]
    near_groups(made[:2000].view(np.int64), radius=radius)
    held = forget_peak()
    start = time.perf_counter()
    groups = near_groups(made.view(np.int64), radius=radius)
    return {
        "hashes": count,
        "near_hashes_s": round(time.perf_counter() - start, 2),
        "near_hashes_mb": round(peak_mb() - held),
        "near_hash_groups": len(np.unique(groups)),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--images", type=int, default=500)
    arguments.add_argument("--objects", type=int, default=1_000_000)
    arguments.add_argument("--hashes", type=int, default=1_000_000)
    arguments.add_argument("--cleanvision", metavar="PATH")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        paths = write_pictures(Path(scratch), given.images)
        result: dict[str, object] = {"images": given.images, **pictures(paths)}
        if given.cleanvision:
            theirs = cleanvision(given.cleanvision, Path(scratch), given.images)
            ours = float(str(result["picture_ms"]))
            result |= {"cleanvision_ms": round(theirs, 2), "times_faster": round(theirs / ours, 1)}
    print(json.dumps(result | hashes(given.hashes, radius=4) | labels(given.objects), indent=1))


if __name__ == "__main__":
    main()
