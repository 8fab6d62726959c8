"""What TIDE's authors' own package makes of real detections, for tests/golden/test_tide_authority.py.

Scores are replaced by their rank, equal ones in the order of the file: where scores are tied, tidecv counts the
curve of mended errors in another order than the curve it compares it with. To make the figures anew, in an
environment of their own (tidecv brings a graphical OpenCV):

    pip install tidecv==1.0.1 && python tests/golden/figures/tide.py ../shared/data > tests/golden/figures/tide.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tidecv import TIDE, Data  # type: ignore[import-not-found]

SETS = {
    "ppe_valid": ("ppe_valid/instances_valid.json", "ppe_valid/predictions_coco.json"),
    "bccd_val": ("bccd_val/instances_val.json", "bccd_val/predictions_yolov6_train_exp6.json"),
    "voc07_test_eval": (
        "voc07_test_eval/instances_voc2007_test.json",
        "voc07_test_eval/detections_yolov3_zengyian3.json",
    ),
}


def figures(truth: dict[str, Any], results: list[dict[str, Any]]) -> dict[str, Any]:
    """AP, dAP and counts as tidecv names them, shares instead of percent."""
    labels, found = Data("labels"), Data("results")
    for image in truth["images"]:
        labels.add_image(image["id"], str(image["id"]))
    for category in truth["categories"]:
        labels.add_class(category["id"], category["name"])
    for row in truth["annotations"]:
        labels.add_ground_truth(row["image_id"], row["category_id"], row["bbox"])
    falling = sorted(range(len(results)), key=lambda at: -results[at]["score"])
    score = {at: 1 - (rank + 1) / (len(results) + 1) for rank, at in enumerate(falling)}
    for at, row in enumerate(results):
        found.add_detection(row["image_id"], row["category_id"], score[at], row["bbox"])
    run = TIDE().evaluate(labels, found, mode=TIDE.BOX)
    return {
        "ap": run.ap / 100,
        "dap": {kind.short_name.lower(): gain / 100 for kind, gain in run.fix_main_errors().items()},
        "special": {kind.short_name: gain / 100 for kind, gain in run.fix_special_errors().items()},
        "counts": {kind.short_name.lower(): count for kind, count in run.count_errors().items()},
    }


def main() -> None:
    data = Path(sys.argv[1])
    told = {name: figures(*(json.loads((data / file).read_text()) for file in files)) for name, files in SETS.items()}
    json.dump(told, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
