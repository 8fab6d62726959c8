"""Videos over HTTP: frames in order, tracks as columns, what speaks against them (H11)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.issues.find_issues import find_issues
from tests.integration.visitor import Visitor

EVERY = 5
CLASSES = [{"id": 1, "name": "car"}, {"id": 2, "name": "van"}]


def label(number: int, image: int, x: float, *, track: str | None, category: int = 1) -> dict[str, Any]:
    named = {} if track is None else {"track_id": track}
    return {"id": number, "image_id": image, "category_id": category, "bbox": [x, 20, 30, 20], **named}


@pytest.fixture
def clip(tmp_path: Path) -> Iterator[Store]:
    """Ten frames, the later ones first: `b` is lost in two frames and changes class, `a` begins later."""
    labels = [
        *(label(10 + at, at, 5.0 * at, track="b", category=2 if at > 7 else 1) for at in (0, 1, 2, 5, 6, 7, 8, 9)),
        *(label(30 + at, at, 90, track="a") for at in range(3, 10)),
        label(50, 4, 200, track=None),
        label(51, 5, 201, track=None),
    ]
    images = [{"id": at, "file_name": f"clip_{at}.jpg", "width": 320, "height": 240} for at in reversed(range(10))]
    source = {"images": images, "categories": CLASSES, "annotations": labels}
    (tmp_path / "clip.json").write_text(json.dumps(source))
    with Store.create(tmp_path / "p.assay") as opened:
        import_dataset(opened, tmp_path / "clip.json", dataset="clip")
        find_issues(opened)
        yield opened


def spans(video: dict[str, Any]) -> list[list[int]]:
    """The frames of each track."""
    starts, frames = video["tracks"]["start"], video["labels"]["frame"]
    return [frames[low:high] for low, high in pairwise(starts)]


def test_tracks_are_columns_by_first_frame(clip: Store) -> None:
    video = Visitor(create_app(clip)).get("/api/videos/0").json()
    assert video["frames"]["name"] == [f"clip_{at}.jpg" for at in range(10)]
    assert video["tracks"]["name"] == ["b", "a", None]
    assert spans(video) == [[0, 1, 2, 5, 6, 7, 8, 9], list(range(3, 10)), [4, 5]]
    assert video["labels"]["box"][4:8] == [5, 20, 30, 20]
    assert set(video["labels"]["touched"]) == {0}
    changed = [doubt for doubt in video["doubts"] if doubt["words"] == "Errors along tracks"]
    assert 6 in {doubt["at"] for doubt in changed}
    assert all(doubt["issue"] is not None for doubt in changed)


def test_a_filled_gap_is_there_at_once_and_gone_when_undone(clip: Store) -> None:
    web = Visitor(create_app(clip))
    before = web.get("/api/videos/0").json()
    third, fourth = before["labels"]["id"][2:4]
    web.post("/api/edits", {"action": "interpolate", "first": third, "last": fourth})
    video = web.get("/api/videos/0").json()
    assert spans(video)[0] == list(range(10))
    assert video["labels"]["touched"][:6] == [0, 0, 0, 2, 2, 0]
    assert video["labels"]["box"][12:20] == [15, 20, 30, 20, 20, 20, 30, 20]
    web.post("/api/undo")
    assert spans(web.get("/api/videos/0").json()) == spans(before)


def test_images_that_only_count_up_are_no_video(tmp_path: Path) -> None:
    labels = [label(at, at, 300.0 * (at % 7), track=None) for at in range(6)]
    images = [{"id": at, "file_name": f"{at}.jpg", "width": 2400, "height": 240} for at in range(6)]
    source = {"images": images, "categories": CLASSES, "annotations": labels}
    (tmp_path / "set.json").write_text(json.dumps(source))
    with Store.create(tmp_path / "p.assay") as store:
        import_dataset(store, tmp_path / "set.json", dataset="set")
        web = Visitor(create_app(store))
        assert web.get("/api/videos/0").json() is None
        assert web.get("/api/videos/99").status_code == 404


def test_a_traffic_camera_without_track_ids(shared_data: Path, tmp_path: Path) -> None:
    """`cars_sequence`: cars are told apart by where they lie; the whole answer is small."""
    for kind, source, ending in (("images", "frames", "jpg"), ("labels", "labels", "txt")):
        (tmp_path / "yolo" / kind).mkdir(parents=True)
        for frame in sorted((shared_data / "cars_sequence" / source).glob(f"*.{ending}")):
            shutil.copy(frame, tmp_path / "yolo" / kind / frame.name)
    (tmp_path / "yolo" / "data.yaml").write_text("path: .\ntrain: images\nnames: {0: car}\n")
    with Store.create(tmp_path / "p.assay") as store:
        import_dataset(store, tmp_path / "yolo", dataset="cars")
        reply = Visitor(create_app(store)).get("/api/videos/7")
        labels = store.snapshot().count("annotations")
    video = reply.json()
    assert len(video["frames"]["id"]) == 150
    assert len(video["labels"]["id"]) == labels
    tracks = spans(video)
    assert len(tracks) < labels / 30
    assert sum(len(frames) for frames in tracks if len(frames) > EVERY) > 0.95 * labels
    assert len(reply.content) < 60 * labels
