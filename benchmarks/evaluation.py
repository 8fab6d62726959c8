"""Time the whole COCO evaluation of boxes and of masks beside pycocotools and faster-coco-eval, in the same run.

    python benchmarks/evaluation.py [--images 5000] [--mask-images 500] [--peer-python PATH]

Ten IoU thresholds, four ranges of area, three limits of detections, 101 recalls, on the same labels and predictions.
PATH is a Python in which faster-coco-eval is installed; without it pycocotools alone is beside us. Each runs in a
process of its own. Prints one JSON value: seconds of each (ours the median of a few, after a first call that may
compile), ratios, memory before and at its peak, how far the curves are apart, seconds of 200 resamples.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from pycocotools import mask as coco_mask

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.evaluation.bootstrap import bootstrap_average_precision
from assay.evaluation.coco import CocoMatches, CocoRows, match_coco
from assay.geometry.run_lengths import run_lengths
from benchmarks.memory import forget_peak, peak_mb
from benchmarks.sets import HEIGHT, WIDTH, write_coco

RUNS, RESAMPLES = 5, 200
SCRIPT = Path(__file__).parent / "peer_scripts" / "coco_evaluation.py"
PEERS = {"pycocotools": "pycocotools", "faster_coco_eval": "faster-coco-eval"}
KINDS = {"boxes": "bbox", "masks": "segm"}


def write_masks(labels: Path, predictions: Path) -> None:
    """Give the objects of the two files outlines: labels polygons of 24 corners, predictions run lengths."""
    rng = np.random.default_rng(5)
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)

    def outline(box: list[float]) -> list[float]:
        x, y, w, h = box
        radius = rng.uniform(0.8, 1, len(turn)) / 2
        points = np.column_stack((x + w * (0.5 + radius * np.cos(turn)), y + h * (0.5 + radius * np.sin(turn))))
        return points.round(2).ravel().tolist()

    truth, found = (json.loads(file.read_text()) for file in (labels, predictions))
    for row in truth["annotations"]:
        row["segmentation"] = [outline(row["bbox"])]
    for row in found:
        mask = coco_mask.frPyObjects([outline(row.pop("bbox"))], HEIGHT, WIDTH)[0]
        row["segmentation"] = {"size": mask["size"], "counts": mask["counts"].decode()}
    labels.write_text(json.dumps(truth))
    predictions.write_text(json.dumps(found))


def sides(labels: Path, predictions: Path, kind: str) -> tuple[list[int], list[dict], list[list[str]]]:
    """Class ids, and the arrays and outlines of labels and predictions, as they come from a table."""
    truth, found = (json.loads(file.read_text()) for file in (labels, predictions))
    columns, texts = [], []
    for rows in (truth["annotations"], found):
        more = {"score": np.array([row["score"] for row in rows])} if rows is found else {}
        if kind == "boxes":
            more["shapes"] = np.array([row["bbox"] for row in rows])
            more["area"] = more["shapes"][:, 2] * more["shapes"][:, 3]
        elif rows is not found:
            more["area"] = np.array([row["area"] for row in rows])
        image, klass = (np.array([row[name] for row in rows], np.int64) for name in ("image_id", "category_id"))
        columns.append({"image": image, "category": klass, **more})
        texts.append([json.dumps(row["segmentation"]) for row in rows] if kind == "masks" else [])
    return [row["id"] for row in truth["categories"]], columns, texts


def evaluate(class_ids: list[int], columns: list[dict], texts: list[list[str]]) -> CocoMatches:
    """From arrays, and outlines as text, to the matches."""
    rows = []
    for own, outlines in zip(columns, texts, strict=True):
        more = {}
        if outlines:
            masks = run_lengths(outlines, np.tile([HEIGHT, WIDTH], (len(outlines), 1)))
            more = {"shapes": masks, "area": own.get("area", masks.areas)}
        rows.append(CocoRows(**own | more))
    return match_coco(*rows, class_ids=class_ids)


def ours(labels: Path, predictions: Path, kind: str, curves: Path) -> dict[str, float]:
    """Seconds, memory, and those of the bootstrap; the curves go to a file."""
    given = sides(labels, predictions, kind)
    found = evaluate(*given).arrays()
    np.savez(curves, precision=found.precision, recall=found.recall, scores=found.scores)
    del found
    gc.collect()
    loaded = forget_peak()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        matches = evaluate(*given)
        matches.arrays()
        times.append(time.perf_counter() - start)
    figures = {"seconds": round(statistics.median(times), 4), "loaded_mb": loaded, "peak_mb": peak_mb()}
    images = int(matches.image.max()) + 1
    weights = np.random.default_rng(0).multinomial(images, np.full(images, 1 / images), size=RESAMPLES)
    bootstrap_average_precision(matches, weights[:1])
    start = time.perf_counter()
    bootstrap_average_precision(matches, weights)
    return figures | {"bootstrap_s": round(time.perf_counter() - start, 3)}


def beside(kind: str, labels: Path, predictions: Path, peer_python: str | None) -> dict[str, object]:
    """Each in a process of its own, ours first."""
    files = [str(labels), str(predictions)]
    scratch = labels.parent
    result: dict = {"assay": _figures([sys.executable, __file__, "--ours", kind, *files, str(scratch / "assay.npz")])}
    own = np.load(scratch / "assay.npz")
    for peer, called in PEERS.items():
        python = sys.executable if peer == "pycocotools" else peer_python
        if python is None:
            continue
        curves = scratch / f"{peer}.npz"
        figures = _figures([python, str(SCRIPT), called, KINDS[kind], *files, str(curves)])
        theirs = np.load(curves)
        apart = max(float(np.abs(own[name] - theirs[name].reshape(own[name].shape)).max()) for name in own.files)
        ratio = figures["seconds"] / result["assay"]["seconds"]
        result[peer] = figures | {"times_faster": round(ratio, 1), "largest_difference": apart}
    return result


def _figures(command: list[str]) -> dict[str, float]:
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--images", type=int, default=5000)
    arguments.add_argument("--mask-images", type=int, default=500)
    arguments.add_argument("--peer-python", metavar="PATH")
    arguments.add_argument("--ours", nargs=4, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.ours:
        kind, *files = given.ours
        print(json.dumps(ours(Path(files[0]), Path(files[1]), kind, Path(files[2]))))
        return
    result = {}
    for kind, images in (("boxes", given.images), ("masks", given.mask_images)):
        with tempfile.TemporaryDirectory() as scratch:
            labels, predictions = write_coco(Path(scratch) / "set", images=images)
            if kind == "masks":
                write_masks(labels, predictions)
            result[kind] = {"images": images} | beside(kind, labels, predictions, given.peer_python)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
