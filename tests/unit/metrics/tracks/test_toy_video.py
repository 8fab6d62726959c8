"""Faults put into a toy video are found, and a clean one gives none (V2.12; M54, M55, M67)."""

from __future__ import annotations

import numpy as np

from assay.metrics.builtin.tracks.frame_continuity import frame_continuity
from assay.metrics.builtin.tracks.steadiness import steadiness
from assay.metrics.builtin.tracks.unlabelled_frame import unlabelled_frame
from assay.metrics.view import View
from assay.model.level import Level
from tests.unit.metrics.metric_views import column
from tests.unit.metrics.tracks.toy_video import FRAMES, ToyVideo


def continuity(view: View) -> list[float]:
    return column(frame_continuity, view, "frame_continuity", Level.IMAGE)


def row_of(view: View, name: str) -> tuple[list[int], list[float]]:
    """Ids of the labels that are not steady, and how steady they are."""
    values = np.array(column(steadiness, view, name))
    at = np.flatnonzero(values < 1)
    return view.labels.id[at].tolist(), values[at].tolist()


def test_a_clean_video_has_no_fault() -> None:
    view = ToyVideo().view()
    assert np.isnan(continuity(view)[0])
    assert np.isnan(continuity(view)[-1])
    assert continuity(view)[1:-1] == [1.0] * (FRAMES - 2)
    assert column(steadiness, view, "class_steadiness") == [1.0] * 3 * FRAMES
    assert column(steadiness, view, "track_steadiness") == [1.0] * 3 * FRAMES
    assert column(unlabelled_frame, view, "unlabelled_frame", Level.IMAGE) == [0.0] * FRAMES


def test_an_object_that_is_missing_in_one_frame_is_found_there() -> None:
    """M55: missing is 0."""
    video = ToyVideo()
    video.forget(1, 6)
    assert [frame for frame, value in enumerate(continuity(video.view())) if value < 1] == [6]
    assert continuity(video.view())[6] == 0


def test_a_track_that_is_broken_in_one_frame_is_found_there() -> None:
    """M55: another track in its place is 0.5; M54 says which labels."""
    video = ToyVideo()
    video.track[video.row(2, 4)] = "other"
    view = video.view()
    assert [frame for frame, value in enumerate(continuity(view)) if value < 1] == [4]
    assert continuity(view)[4] == 0.5
    rows, values = row_of(view, "track_steadiness")
    assert rows == [video.row(2, 4), video.row(2, 5)]
    assert all(0 <= value < 0.2 for value in values)


def test_an_object_that_passes_by_does_not_stand_in_for_a_missing_one() -> None:
    video = ToyVideo()
    video.boxes[video.row(0, 6)] = video.boxes[video.row(1, 6)]
    video.forget(1, 6)
    assert continuity(video.view())[6] == 0


def test_a_class_that_jumps_is_found_and_the_track_is_not_blamed() -> None:
    """M54: at the jump, and at the jump back."""
    video = ToyVideo()
    video.category[video.row(0, 7)] = 3
    view = video.view()
    assert row_of(view, "class_steadiness")[0] == [video.row(0, 7), video.row(0, 8)]
    assert row_of(view, "track_steadiness")[0] == []


def test_a_class_that_jumps_on_a_track_is_found_however_far_the_object_moves() -> None:
    """M54: overlap alone would not say that it is the same object."""
    video = ToyVideo()
    for frame in range(FRAMES):
        video.boxes[video.row(0, frame)][0] += 50 * frame
    video.category[video.row(0, 7)] = 3
    rows, values = row_of(video.view(), "class_steadiness")
    assert rows == [video.row(0, 7), video.row(0, 8)]
    assert values == [0.0, 0.0]


def test_without_track_ids_classes_are_still_looked_at() -> None:
    """As in a video whose objects nobody tracked: its names count up."""
    video = ToyVideo()
    video.category[video.row(0, 7)] = 3
    view = video.view(track_id=None)
    assert row_of(view, "class_steadiness")[0] == [video.row(0, 7), video.row(0, 8)]
    assert np.isnan(column(steadiness, view, "track_steadiness")).all()


def test_frames_that_were_passed_over_are_found_and_empty_scenes_are_not() -> None:
    """M67: a hole of one frame; the end of the video, and a long hole, may be empty."""
    video = ToyVideo()
    for lane in (2, 1, 0):
        for frame in (11, 9, 8, 7, 6, 2):
            video.forget(lane, frame)
    flags = column(unlabelled_frame, video.view(), "unlabelled_frame", Level.IMAGE)
    assert [frame for frame, flag in enumerate(flags) if flag] == [2]
