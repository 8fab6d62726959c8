"""Tracking metrics of imported files, against the figures of TrackEval and where videos and frames come from (E13)."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assay.errors import NotFound
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.tracking_metrics import USUAL_NAMES, TrackingReport, tracking_metrics
from tests.golden.test_tracking_authority import CLASSES, FIGURES

Json = dict[str, Any]


def report(folder: Path, images: list[Json], labels: list[Json], results: list[Json], **options: Any) -> TrackingReport:
    """What we make of them, by way of files and a project."""
    classes = [{"id": at, "name": name} for at, name in enumerate(CLASSES, start=1)]
    truth = {"images": images, "annotations": labels, "categories": classes}
    for name, content in (("labels.json", truth), ("results.json", results)):
        (folder / name).write_text(json.dumps(content))
    with Store.create(folder / "my.assay") as store:
        import_dataset(store, folder / "labels.json")
        import_predictions(store, folder / "results.json", run="model")
        snapshot = store.snapshot()
        return tracking_metrics(snapshot, snapshot.run(1, "model"), **options)


def row(image: int, track: str | None, x: float, **more: Any) -> Json:
    said = {} if track is None else {"track_id": track}
    return {"image_id": image, "category_id": 1, "bbox": [x, 0, 10, 10], **said, **more}


def test_a_real_tracker(shared_data: Path, tmp_path: Path) -> None:
    """Frames in no order; their names tell it."""
    sides = [
        json.loads((shared_data / "bdd_tracks" / name).read_text())
        for name in ("track_sample_anns.json", "track_predictions.json")
    ]
    images = [
        {"id": frame["frameIndex"] + 1, "file_name": frame["name"], "width": 1280, "height": 720} for frame in sides[0]
    ]
    random.Random(0).shuffle(images)
    labels, results = (
        [
            {
                "image_id": frame["frameIndex"] + 1,
                "category_id": CLASSES.index(one["category"]) + 1,
                "bbox": [b["x1"], b["y1"], b["x2"] - b["x1"], b["y2"] - b["y1"]],
                "track_id": one["id"],
                **({"score": one["score"]} if "score" in one else {"iscrowd": int(one["attributes"]["crowd"])}),
            }
            for frame in side
            for one in frame["labels"]
            for b in [one["box2d"]]
        ]
        for side in sides
    )
    for number, one in enumerate(labels, start=1):
        one["id"] = number
    found = report(tmp_path, images, labels, results, confidence=0.0)
    assert (found.videos, found.frames) == (1, 202)
    told = found.arrow().to_pylist()
    for name, scores in [("all", found.summary), *((one["class"], one) for one in told)]:
        for usual, of in USUAL_NAMES.items():
            value = scores[usual if name == "all" else of]
            assert np.nan_to_num(value or 0) == pytest.approx(FIGURES[name][of], abs=1e-9), (name, of)


ORDERS: dict[str, list[Json]] = {
    "names": [{"file_name": f"clip/{number}.png"} for number in (9, 10, 11)],
    "metadata": [
        {"file_name": f"{name}.png", "metadata": {"video": "v", "frame": at}} for at, name in enumerate("cab")
    ],
    "source": [{"file_name": f"{name}.png", "video_id": 7, "frame_id": at} for at, name in enumerate("cab")],
}


@pytest.mark.parametrize("told", ORDERS)
def test_the_order_of_frames_is_told_by_metadata_or_by_names(tmp_path: Path, told: str) -> None:
    """The track is taken over in the third frame, a switch; in any other order there would be two."""
    images = [{"id": at, "width": 90, "height": 90, **said} for at, said in enumerate(ORDERS[told], start=1)]
    labels = [row(at, "object", 0, id=at) for at in (1, 2, 3)]
    results = [row(at, "b" if at == 3 else "a", 0, score=0.9) for at in (1, 2, 3)]
    found = report(tmp_path, images, labels, results)
    assert (found.videos, found.frames, found.summary["IDs"]) == (1, 3, 1)


def test_each_folder_is_a_video(tmp_path: Path) -> None:
    """A track's name says nothing in another video, so there it can be another object."""
    images = [
        {"id": at, "file_name": f"{folder}/1.png", "width": 90, "height": 90} for at, folder in enumerate("ab", 1)
    ]
    labels = [row(at, "object", 0, id=at) for at in (1, 2)]
    found = report(tmp_path, images, labels, [row(1, "x", 0, score=0.9), row(2, "y", 0, score=0.9)])
    assert (found.videos, found.summary["IDs"], found.summary["IDF1"]) == (2, 0, 1.0)


def test_what_is_unsure_or_lies_on_a_crowd_is_left_out(tmp_path: Path) -> None:
    images = [{"id": 1, "file_name": "1.png", "width": 90, "height": 90}]
    labels = [row(1, "object", 0, id=1), row(1, None, 50, id=2, iscrowd=1)]
    results = [row(1, "a", 0, score=0.9), row(1, "b", 30, score=0.1), row(1, "c", 50, score=0.9)]
    found = report(tmp_path, images, labels, results)
    assert found.summary["MOTA"] == found.summary["precision"] == 1


@pytest.mark.parametrize(
    ("label", "prediction", "message"), [(None, "a", "No label"), ("object", None, "No prediction")]
)
def test_without_tracks_there_is_nothing_to_follow(
    tmp_path: Path, label: str | None, prediction: str | None, message: str
) -> None:
    images = [{"id": 1, "file_name": "1.png", "width": 90, "height": 90}]
    with pytest.raises(NotFound, match=f"{message} .* has a track"):
        report(tmp_path, images, [row(1, label, 0, id=1)], [row(1, prediction, 0, score=0.9)])
