"""Which images are frames of a video, and in what order."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from assay.metrics.frames import Frames
from assay.metrics.view import Images
from assay.testing.views import images_table

NOBODY = np.zeros(0, np.int64)


def frames_of(names: list[str], *, tracked: list[int] | None = None, **columns: Any) -> Frames:
    table = images_table(len(names), file_name=names, path=None, **columns)
    images = Images(table)
    return Frames.of(table, images.frame_order, tracked=np.array(tracked or [], np.int64))


def test_frames_are_in_natural_order_of_their_names() -> None:
    frames = frames_of(["clip/f10.jpg", "clip/f9.jpg", "clip/f11.jpg"], tracked=[0])
    assert frames.place.tolist() == [1, 0, 2]
    assert frames.previous.tolist() == [1, -1, 0]
    assert frames.following.tolist() == [2, 0, -1]


def test_folders_are_videos_where_one_of_their_images_has_tracks() -> None:
    frames = frames_of(["a/x.jpg", "b/z.jpg", "a/y.jpg", "b/k.jpg"], tracked=[2])
    assert frames.video.tolist() == [0, -1, 0, -1]
    assert frames.in_video.tolist() == [True, False, True, False]


@pytest.mark.parametrize("field", ["video", "video_id", "videoName"])
def test_metadata_names_the_video_and_the_time(field: str) -> None:
    told = [{field: "v", "frame": 2}, {field: "w", "frame": 1}, {field: "v", "frame": 1}]
    frames = frames_of(["a.jpg", "b.jpg", "c.jpg"], metadata=[json.dumps(one) for one in told])
    assert frames.video[0] == frames.video[2] != frames.video[1]
    assert frames.place.tolist() == [1, 0, 0]


def test_what_the_source_says_counts_where_there_is_no_metadata() -> None:
    frames = frames_of(["a.jpg", "b.jpg"], extra=['{"video_id": 4}', '{"video_id": 4}'])
    assert frames.in_video.all()


def test_names_that_count_up_one_by_one_are_a_video() -> None:
    assert frames_of([f"frame_{at:04}.jpg" for at in range(8, 12)]).place.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "names",
    [
        ["1.jpg", "2.jpg"],  # too few to tell
        ["1.jpg", "2.jpg", "4.jpg"],  # a number is lacking, as in samples of a larger set
        ["a1.jpg", "b2.jpg", "c3.jpg"],
        ["cat.jpg", "dog.jpg", "hen.jpg"],
    ],
)
def test_other_names_are_no_video(names: list[str]) -> None:
    assert not frames_of(names).in_video.any()


def test_images_of_several_sizes_are_no_video() -> None:
    assert not frames_of(["1.jpg", "2.jpg", "3.jpg"], width=[640, 640, 320]).in_video.any()


def test_no_images_are_no_frames() -> None:
    assert len(frames_of([]).video) == 0
