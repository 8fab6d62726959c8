"""What is told of one track: visibility, motion, interpolation, shape (M56, M57, M59, M60)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assay.metrics.builtin.tracks.interpolated import interpolated
from assay.metrics.builtin.tracks.shape_similarity import shape_similarity
from assay.metrics.builtin.tracks.track_motion import track_motion
from assay.metrics.builtin.tracks.track_visibility import track_visibility
from assay.metrics.view import View
from assay.testing.views import images_table
from tests.unit.metrics.metric_views import Box, column, view_of
from tests.unit.metrics.tracks.toy_video import ToyVideo

NAN = pytest.approx(float("nan"), nan_ok=True)


def track(boxes: Sequence[Box], frames: list[int] | None = None, **columns: object) -> View:
    """One track, in these frames of a video of 12."""
    names = [f"clip/{at}.jpg" for at in range(12)]
    return view_of(
        frames or list(range(len(boxes))),
        boxes,
        images=images_table(12, file_name=names, path=names),
        track_id=["a"] * len(boxes),
        area=[box[2] * box[3] for box in boxes],
        **columns,  # type: ignore[arg-type]
    )


def test_a_half_hidden_object_is_less_visible_the_others_are_whole() -> None:
    """M56."""
    boxes = [[10.0, 10, 40, 80]] * 8
    boxes[5] = [10, 10, 40, 20]
    visible = column(track_visibility, track(boxes), "track_visibility")
    assert visible[:5] + visible[6:] == [1.0] * 7
    assert visible[5] == pytest.approx(1 - np.hypot(7 / 8, 7 / 8) / np.sqrt(2))


def test_a_larger_object_is_not_hidden_and_a_short_track_has_no_usual_size() -> None:
    boxes = [[10.0, 10, 40, 40]] * 6
    boxes[2] = [10, 10, 90, 90]
    assert column(track_visibility, track(boxes), "track_visibility")[2] == 1
    assert column(track_visibility, track(boxes[:4]), "track_visibility") == [NAN] * 4


def test_motion_is_measured_in_diagonals_of_the_box_per_frame() -> None:
    """M59: 3-4-5 boxes at constant speed over a gap of one frame, then a sideways jump of one diagonal."""
    boxes: list[Box] = [[0.0, 0, 3, 4], [5, 0, 3, 4], [15, 0, 3, 4], [20, 5, 3, 4], [25, 0, 6, 8]]
    view = track(boxes, [0, 1, 3, 4, 5])
    assert column(track_motion, view, "track_speed")[:3] == [NAN, 1.0, 1.0]
    jitter = column(track_motion, view, "track_jitter")
    assert jitter[:2] == [NAN, 0.0]
    assert jitter[4] == NAN
    assert jitter[3] > 0.5
    assert column(track_motion, view, "size_jump") == [NAN, 0, 0, 0, pytest.approx(np.log(4))]
    assert column(track_motion, view, "track_length") == [5] * 5
    assert column(track_motion, view, "track_gaps") == [1] * 5


def test_an_object_without_a_track_has_no_motion() -> None:
    view = view_of([0, 0], [[0, 0, 3, 4]] * 2)
    assert np.isnan(column(track_motion, view, "track_length")).all()
    assert np.isnan(column(interpolated, view, "interpolated")).all()


def test_boxes_in_a_straight_line_are_flagged_and_drawn_ones_are_not() -> None:
    """M60: frames 3 to 8 of one object are interpolated; the others sway."""
    video = ToyVideo()
    first, last = (np.array(video.boxes[video.row(1, at)]) for at in (3, 8))
    for at in range(3, 9):
        video.boxes[video.row(1, at)] = (first + (last - first) * (at - 3) / 5).tolist()
    view = video.view()
    flagged = np.array(column(interpolated, view, "interpolated")) == 1
    assert view.labels.id[flagged].tolist() == [video.row(1, at) for at in range(3, 9)]


def test_what_stands_still_is_not_interpolated() -> None:
    assert column(interpolated, track([[5.0, 5, 9, 9]] * 9), "interpolated") == [0] * 9


def deformed_video(deformed: int) -> View:
    """A star that moves, turns and grows, with one corner dragged away in one frame."""
    rings = []
    for at in range(12):
        angles = np.linspace(0, 2 * np.pi, 10, endpoint=False) + 0.1 * at
        size = (10 + at) * np.tile([2.0, 1.2], 5)
        corners = np.column_stack((100 + 9 * at + size * np.cos(angles), 90 + size * np.sin(angles)))
        if at == deformed:
            corners[3] += [-40, 35]
        rings.append(corners)
    boxes = [[*ring.min(axis=0), *np.ptp(ring, axis=0)] for ring in rings]
    return track(boxes, segmentation=[f"[{ring.ravel().tolist()}]" for ring in rings], kind="polygon")


@pytest.mark.parametrize("deformed", [1, 6, 11])
def test_the_one_deformed_frame_of_a_video_is_the_lowest(deformed: int) -> None:
    """V2.11, M57."""
    similarity = np.array(column(shape_similarity, deformed_video(deformed), "shape_similarity"))
    assert np.isnan(similarity[0])
    assert np.nanargmin(similarity) == deformed


def test_moving_turning_and_growing_do_not_change_the_shape() -> None:
    similarity = column(shape_similarity, deformed_video(-1), "shape_similarity")
    assert similarity[1:] == pytest.approx([1.0] * 11, abs=1e-9)
