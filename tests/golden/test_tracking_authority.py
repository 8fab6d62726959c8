"""Tracking metrics held against TrackEval 1.3.0 on a real tracker's output (E13, F12); figures/tracking.py ran it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assay.evaluation.overlaps import find_overlaps
from assay.evaluation.sequences import TrackRows
from assay.evaluation.tracking import TrackCounts, count_tracks, no_tracks, tracking_scores

FIGURES: dict[str, Any] = json.loads((Path(__file__).parent / "figures" / "tracking.json").read_text(encoding="utf-8"))
CLASSES = ["pedestrian", "rider", "car", "bus", "truck", "motorcycle"]
OBJECTS = ("met", "extra", "missed", "identical")


@pytest.fixture(scope="module")
def counts(shared_data: Path) -> dict[str, TrackCounts]:
    """Of the clip, by name of the class; and `all`."""
    folder = shared_data / "bdd_tracks"
    sides = [json.loads((folder / name).read_text()) for name in ("track_sample_anns.json", "track_predictions.json")]
    (labels, boxes, crowd), (predictions, pred_boxes, _) = (rows_of(side) for side in sides)
    overlaps = find_overlaps(
        label_image=labels.frame,
        label_boxes=boxes,
        label_crowd=crowd,
        pred_image=predictions.frame,
        pred_boxes=pred_boxes,
    )
    found = count_tracks(labels, predictions, overlaps, label_ignored=crowd)
    named = {CLASSES[number]: one for number, one in found.items()}
    return {**named, "all": sum(named.values(), start=no_tracks())}


def rows_of(frames: list[Any]) -> tuple[TrackRows, Any, Any]:
    """Rows, boxes and crowds of one side, in no order."""
    rows = [(frame["frameIndex"], label) for frame in reversed(frames) for label in frame["labels"]]
    track = {name: number for number, name in enumerate(dict.fromkeys(label["id"] for _, label in rows))}
    box = [label["box2d"] for _, label in rows]
    columns = TrackRows(
        video=np.zeros(len(rows), np.int64),
        frame=np.array([frame for frame, _ in rows]),
        track=np.array([track[label["id"]] for _, label in rows]),
        category=np.array([CLASSES.index(label["category"]) for _, label in rows]),
    )
    boxes = np.array([(b["x1"], b["y1"], b["x2"] - b["x1"], b["y2"] - b["y1"]) for b in box])
    return columns, boxes, np.array([label["attributes"].get("crowd", False) for _, label in rows])


@pytest.mark.parametrize("name", [*CLASSES, "all"])
def test_a_real_tracker(counts: dict[str, TrackCounts], name: str) -> None:
    found, scores = counts[name], tracking_scores(counts[name])
    for figure, expected in FIGURES[name].items():
        told = getattr(found, figure) if figure in OBJECTS else getattr(scores, figure)
        if np.isnan(told):  # of no prediction there is no precision, of no match no IoU: TrackEval says 0
            assert expected == 0
        else:
            assert told == pytest.approx(expected, abs=1e-9), figure
