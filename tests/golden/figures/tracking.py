"""What TrackEval makes of a real tracker's output, for tests/golden/test_tracking_authority.py.

One clip of BDD100K with its labels and the output of a tracker, class by class and over all classes by detections.
To make the figures anew, in an environment of their own (TrackEval brings a graphical OpenCV):

    pip install trackeval==1.3.0 && python tests/golden/figures/tracking.py ../shared/data \
        > tests/golden/figures/tracking.json
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from trackeval.datasets import BDD100K  # type: ignore[import-not-found]
from trackeval.metrics import CLEAR, HOTA, Identity  # type: ignore[import-not-found]

CLASSES = ["pedestrian", "rider", "car", "bus", "truck", "motorcycle"]
COUNTS = {
    "IDSW": "switches",
    "Frag": "interruptions",
    "MT": "mostly",
    "PT": "partly",
    "ML": "hardly",
    "CLR_TP": "met",
    "CLR_FP": "extra",
    "CLR_FN": "missed",
    "IDTP": "identical",
}
SHARES = {"MOTA": "mota", "MOTP": "motp", "IDF1": "idf1", "CLR_Re": "recall", "CLR_Pr": "precision"}
MEANS = {"HOTA": "hota", "DetA": "deta", "AssA": "assa", "LocA": "loca"}


def as_trackeval(frames: list[dict[str, Any]], numbers: dict[str, int]) -> list[dict[str, Any]]:
    """The frames in the form that TrackEval reads: whole numbers for tracks, `Crowd` with a capital."""
    return [
        {
            "index": frame["frameIndex"],
            "labels": [
                {
                    "id": numbers.setdefault(label["id"], len(numbers)),
                    "category": label["category"],
                    "box2d": label["box2d"],
                    "attributes": {"Crowd": label["attributes"].get("crowd", False)},
                }
                for label in frame["labels"]
            ],
        }
        for frame in frames
    ]


def figures(data: Path, folder: Path) -> dict[str, dict[str, float]]:
    for name, place in (("track_sample_anns", "gt/clip.json"), ("track_predictions", "found/us/data/clip.json")):
        (folder / place).parent.mkdir(parents=True)
        frames = json.loads((data / "bdd_tracks" / f"{name}.json").read_text())
        (folder / place).write_text(json.dumps(as_trackeval(frames, {})))
    config = {"GT_FOLDER": str(folder / "gt"), "TRACKERS_FOLDER": str(folder / "found"), "CLASSES_TO_EVAL": CLASSES}
    dataset = BDD100K({**config, "PRINT_CONFIG": False})
    raw = dataset.get_raw_seq_data("us", "clip")
    told: dict[str, dict[str, float]] = {name: {} for name in [*CLASSES, "all"]}
    quiet = {"PRINT_CONFIG": False}
    for metric in (CLEAR(quiet), Identity(quiet), HOTA()):
        found = {name: metric.eval_sequence(dataset.get_preprocessed_seq_data(raw, name)) for name in CLASSES}
        found["all"] = metric.combine_classes_det_averaged(found)
        for name, values in found.items():
            told[name] |= {ours: int(values[theirs]) for theirs, ours in COUNTS.items() if theirs in values}
            told[name] |= {ours: float(values[theirs]) for theirs, ours in SHARES.items() if theirs in values}
            told[name] |= {ours: float(values[theirs].mean()) for theirs, ours in MEANS.items() if theirs in values}
    return told


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        json.dump(figures(Path(sys.argv[1]), Path(folder)), sys.stdout, indent=1)


if __name__ == "__main__":
    main()
