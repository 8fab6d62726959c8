"""What is raised of labels along tracks, and what is not (M54, M55, M59)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assay.detectors.registry import DETECTORS
from assay.detectors.video_frames import VideoFrames
from assay.detectors.view import DatasetView
from assay.testing.detectors import DETECTOR_CHECKS
from assay.testing.views import images_table, labels_table, view_of
from tests.unit.detectors.builtin.raised import Suspect, find

FRAMES = 9


def _video(**changes: object) -> DatasetView:
    """Two objects that drive side by side; label t is of object p in frame t, label 9 + t of object q."""
    image = [*range(FRAMES)] * 2
    boxes = [[10.0 + 3 * t, 100.0 * lane, 60, 40] for lane in range(2) for t in range(FRAMES)]
    category, track = [0] * FRAMES + [1] * FRAMES, ["p"] * FRAMES + ["q"] * FRAMES
    rows = {"image": image, "boxes": boxes, "category": category, "track": track}
    for name, change in changes.items():
        rows[name] = change(rows[name])  # type: ignore[operator]
    labels = labels_table(rows["image"], rows["boxes"], rows["category"], track_id=rows["track"])
    view = view_of(images_table(FRAMES), labels, classes=("Car", "Truck"))
    return replace(view, frames=VideoFrames(np.zeros(FRAMES, np.int64), np.arange(FRAMES)))


def _set(values: list[Any], at: int, value: object) -> list[Any]:
    return [*values[:at], value, *values[at + 1 :]]


def _found(**changes: object) -> list[Suspect]:
    return find("track_error", _video(**changes))


def test_a_clean_video_raises_nothing() -> None:
    """A video in which every object keeps its class, its track and its way."""
    assert _found() == []


def test_a_class_that_jumps_is_raised_with_the_class_of_the_rest() -> None:
    """M54: one frame of another class than the eight others."""
    (only,) = _found(category=lambda values: _set(values, 4, 1))
    assert (only.image, only.label) == (4, 4)
    assert only.suggestion == {"action": "relabel", "category_id": 0}
    assert only.sentence == "Track p is Car in 8 of 9 frames and Truck here."
    assert only.evidence["frames"] == [3, 4, 5]
    assert only.score == pytest.approx(1 - 0.9 * 8 / 9)


def test_a_track_that_goes_on_under_another_id_is_raised_where_the_other_begins() -> None:
    """M54: from frame 5 on object p is called r."""
    (only,) = _found(track=lambda values: ["p"] * 5 + ["r"] * 4 + values[9:])
    assert (only.label, only.evidence["annotation_ids"]) == (5, [4])
    assert only.suggestion is None


def test_a_frame_that_an_object_is_missing_in_is_raised_before_the_gap() -> None:
    """M55: object p was forgotten in frame 4."""
    (only,) = _found(
        **{name: lambda values: values[:4] + values[5:] for name in ("image", "boxes", "category", "track")}
    )
    assert (only.image, only.label) == (3, 3)
    assert "missing for 1 frame after this one" in only.sentence


def test_a_box_that_jumps_and_comes_back_is_raised() -> None:
    """M59: one box of nine is off by more than its diagonal; its neighbours are not raised for it."""
    (only,) = _found(boxes=lambda values: _set(values, 4, [200.0, 0, 60, 40]))
    assert only.label == 4


def test_without_videos_nothing_is_raised() -> None:
    """A set of single images has no tracks."""
    assert find("track_error", replace(_video(), frames=None)) == []


@pytest.mark.parametrize("check", DETECTOR_CHECKS, ids=lambda check: check.__name__)
def test_it_holds_to_the_kit(check) -> None:  # type: ignore[no-untyped-def]
    """The conformance kit of detectors."""
    check(DETECTORS["track_error"])
