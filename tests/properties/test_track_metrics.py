"""The metrics of tracks against their definitions, object by object (M54, M55, M57, M59, M60)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.geometry.iou import paired_iou
from assay.metrics.builtin.tracks.frame_continuity import frame_continuity
from assay.metrics.builtin.tracks.interpolated import interpolated
from assay.metrics.builtin.tracks.steadiness import steadiness
from assay.metrics.builtin.tracks.track_motion import track_motion
from assay.metrics.builtin.tracks.unlabelled_frame import unlabelled_frame
from assay.metrics.view import View
from assay.model.level import Level
from assay.testing.views import images_table
from tests.unit.metrics.metric_views import column, view_of

FRAMES = 6
BOX = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(20, 24), st.integers(20, 24)).map(list)
OBJECT = st.tuples(st.integers(0, FRAMES - 1), st.sampled_from([None, "a", "b", "c"]), st.integers(0, 2), BOX)
OBJECTS = st.lists(OBJECT, max_size=14, unique_by=lambda one: (one[0], one[1])).map(
    lambda objects: sorted(objects, key=lambda one: one[0])
)


def video(objects: Any) -> View:
    names = [f"clip/{at}.jpg" for at in range(FRAMES)]
    images = images_table(FRAMES, file_name=names, path=names)
    image, track, category, boxes = ([one[at] for one in objects] for at in range(4))
    return view_of(image, boxes, category, images=images, track_id=track)


def overlap(one: Any, other: Any) -> float:
    return float(paired_iou(np.array([one], float), np.array([other], float))[0])


@given(OBJECTS)
def test_steadiness_looks_at_the_object_before_that_overlaps_most(objects: Any) -> None:
    """M54."""
    expected: list[tuple[float, float]] = []
    for frame, track, category, box in objects:
        before = [one for one in objects if one[0] == frame - 1 and overlap(one[3], box) > 0.8]
        most = max((overlap(one[3], box) for one in before), default=0)
        best = [one for one in before if overlap(one[3], box) == most]
        of_class = 1 - most if best and all(one[2] != category for one in best) else 1.0
        if track and any(one[:2] == (frame - 1, track) and one[2] != category for one in objects):
            of_class = 0
        before = [one for one in before if one[1]]
        most = max((overlap(one[3], box) for one in before), default=0)
        best = [one for one in before if overlap(one[3], box) == most]
        of_track = 1 - most if best and all(one[1] != track for one in best) else 1.0
        expected.append((of_class, of_track if track else np.nan))
    view = video(objects)
    for at, name in enumerate(("class_steadiness", "track_steadiness")):
        assert column(steadiness, view, name) == pytest.approx([pair[at] for pair in expected], nan_ok=True)


@given(OBJECTS)
def test_continuity_is_that_of_the_worst_track_of_three_frames(objects: Any) -> None:
    """M55."""
    at = {(frame, track): box for frame, track, _, box in objects if track}
    expected = [np.nan] * FRAMES
    for frame in range(1, FRAMES - 1) if at else ():
        worst = 1.0
        for track in "abc":
            if (frame - 1, track) in at and (frame + 1, track) in at and (frame, track) not in at:
                between = (np.array(at[frame - 1, track]) + at[frame + 1, track]) / 2
                stands_in = any(
                    one[0] == frame and overlap(one[3], between) >= 0.5 and (frame - 1, one[1]) not in at
                    for one in objects
                )
                worst = min(worst, 0.5 if stands_in else 0.0)
        expected[frame] = worst
    found = column(frame_continuity, video(objects), "frame_continuity", Level.IMAGE)
    assert found == pytest.approx(expected, nan_ok=True)


@given(OBJECTS)
def test_motion_is_that_of_the_neighbours_on_the_track(objects: Any) -> None:
    """M59."""
    rows: list[list[float]] = []
    for frame, track, _, box in objects:
        frames = sorted(one[0] for one in objects if one[1] == track)
        of = {one[0]: np.array(one[3], float) for one in objects if one[1] == track}
        before = max((one for one in frames if one < frame), default=None)
        after = min((one for one in frames if one > frame), default=None)
        if track is None:
            rows.append([np.nan] * 5)
            continue
        centre, size = of[frame][:2] + of[frame][2:] / 2, np.hypot(*box[2:])
        speed = jump = jitter = np.nan
        if before is not None:
            past = of[before][:2] + of[before][2:] / 2
            speed = np.hypot(*(centre - past)) / (frame - before) / size
            jump = abs(np.log(box[2] * box[3] / np.prod(of[before][2:])))
            if after is not None:
                ahead = of[after][:2] + of[after][2:] / 2
                line = past + (ahead - past) * (frame - before) / (after - before)
                jitter = np.hypot(*(centre - line)) / size
        rows.append([jitter, speed, jump, len(frames), frames[-1] - frames[0] + 1 - len(frames)])
    view = video(objects)
    for at, output in enumerate(track_motion.outputs):
        expected = [row[at] for row in rows]
        assert column(track_motion, view, output.name) == pytest.approx(expected, nan_ok=True, abs=1e-12)


@given(st.lists(st.booleans(), min_size=FRAMES, max_size=FRAMES))
def test_a_forgotten_frame_lies_in_a_short_hole_between_labelled_ones(labelled: list[bool]) -> None:
    """M67."""
    objects = [(at, "a", 0, [0, 0, 9, 9]) for at in range(FRAMES) if labelled[at]]
    before = [max((f for f in range(at) if labelled[f]), default=None) for at in range(FRAMES)]
    after = [min((f for f in range(at, FRAMES) if labelled[f]), default=None) for at in range(FRAMES)]
    expected = [
        float(not labelled[at] and None not in {b, a} and a - b - 1 <= 3)  # type: ignore[operator]
        for at, (b, a) in enumerate(zip(before, after, strict=True))
    ]
    found = column(unlabelled_frame, video(objects), "unlabelled_frame", Level.IMAGE)
    assert found == expected


@settings(max_examples=50)
@given(st.lists(st.integers(-1, 1), min_size=FRAMES - 1, max_size=FRAMES - 1))
def test_runs_of_equal_steps_are_interpolated(steps: list[int]) -> None:
    """M60, with steps of 1 px: five boxes or more, and not standing still."""
    places = np.cumsum([50, *steps])
    expected = [
        any(
            first <= at < last and steps[first] != 0 and len(set(steps[first : last - 1])) == 1
            for first in range(FRAMES)
            for last in range(first + 5, FRAMES + 1)
        )
        for at in range(FRAMES)
    ]
    objects = [(at, "a", 0, [int(places[at]), 0, 9, 9]) for at in range(FRAMES)]
    assert [bool(flag) for flag in column(interpolated, video(objects), "interpolated")] == expected
