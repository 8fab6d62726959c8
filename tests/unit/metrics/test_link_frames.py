"""Labels without track ids are linked along a video by where they lie (H11)."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assay.metrics.link_frames import LONGEST_GAP, link_frames, link_videos


def linked(places: list[int], lefts: list[float], classes: list[int] | None = None) -> list[int]:
    """The groups of boxes of 10 x 10 pixels at `lefts`."""
    boxes = np.array([[left, 0.0, 10, 10] for left in lefts]).reshape(-1, 4)
    category = np.zeros(len(places), np.int64) if classes is None else np.array(classes)
    groups: list[int] = link_frames(np.array(places, np.int64), category, boxes).tolist()
    return groups


def test_an_object_is_followed_over_frames_and_a_short_gap() -> None:
    assert linked([0, 1, 2, 3 + LONGEST_GAP], [0, 2, 4, 5]) == [0, 0, 0, 0]


def test_a_long_gap_another_place_and_another_class_begin_another_object() -> None:
    assert linked([0, 2 + LONGEST_GAP], [0, 0]) == [0, 1]
    assert linked([0, 1], [0, 8]) == [0, 1]
    assert linked([0, 1], [0, 0], [0, 1]) == [0, 1]


def test_of_two_the_nearer_one_goes_on() -> None:
    assert linked([0, 1, 1], [0, 3, 1]) == [0, 1, 0]


def test_nothing_is_linked_to_nothing() -> None:
    assert linked([], []) == []


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 40), st.integers(0, 1)), max_size=25))
def test_no_object_is_twice_in_a_frame_nor_of_two_classes(objects: list[tuple[int, int, int]]) -> None:
    places, lefts, classes = ([one[axis] for one in objects] for axis in range(3))
    groups = linked(places, [float(left) for left in lefts], classes)
    assert len(set(zip(groups, places, strict=True))) == len(objects)
    assert all(classes[group] == of for group, of in zip(groups, classes, strict=True))


def goes_on(videos: list[int], places: list[int], lefts: list[float]) -> list[bool]:
    boxes = np.array([[left, 0.0, 10, 10] for left in lefts]).reshape(-1, 4)
    video, place = np.array(videos, np.int64), np.array(places, np.int64)
    found: list[bool] = link_videos(video, place, np.zeros(len(places), np.int64), boxes).tolist()
    return found


def test_a_video_goes_on_where_half_of_its_labels_do() -> None:
    assert goes_on([0] * 4 + [1] * 4, [0, 1, 2, 3] * 2, [0, 2, 4, 90, 0, 30, 60, 90]) == [True, False]


def test_the_end_of_a_video_is_no_neighbour_of_the_next() -> None:
    assert goes_on([0, 0, 1, 1], [0, 9, 0, 9], [0, 50, 50, 0]) == [True, True], (
        "no label has one beside it: who can tell"
    )


def test_labels_of_whole_images_go_on_nowhere() -> None:
    assert goes_on([0, 0], [0, 1], [np.nan, np.nan]) == [False]
