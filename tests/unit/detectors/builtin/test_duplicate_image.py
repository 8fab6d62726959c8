from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from assay.arrays import Ids
from assay.detectors.view import DatasetView
from assay.testing.views import images_table, labels_table, view_of
from tests.unit.detectors.builtin.raised import find


class Files:
    """Digests of images by id, and which were asked for."""

    def __init__(self, contents: Sequence[str | None]) -> None:
        self.contents = contents
        self.asked: list[int] = []

    def __call__(self, ids: Ids) -> Sequence[str | None]:
        self.asked = ids.tolist()
        return [self.contents[i] for i in self.asked]


def files(contents: Sequence[str | None], sizes: list[int | None], **columns: Any) -> tuple[DatasetView, Files]:
    digests = Files(contents)
    labels = columns.pop("labels", None)
    return view_of(
        images_table(len(sizes), file_size=sizes, **columns), labels, digests=digests, classes="abc"
    ), digests


def test_files_of_equal_bytes_are_copies_and_the_first_is_kept() -> None:
    view, _ = files(["x", "y", "x"], [5, 5, 5])
    (suspect,) = find("duplicate_image", view)
    assert (suspect.image, suspect.evidence["image_ids"]) == (2, [0])
    assert suspect.suggestion == {"action": "remove_image"}
    assert suspect.sentence == "Same bytes as 0.jpg."
    assert suspect.score == pytest.approx(0.15)


def test_only_files_that_share_size_width_and_height_are_read() -> None:
    view, digests = files(
        ["x"] * 5, [5, 6, 5, 6, None], width=[640, 640, 480, 640, 640], height=[480, 480, 640, 480, 480]
    )
    find("duplicate_image", view)
    assert digests.asked == [0, 1, 2, 3], "a picture on its side has the same bytes; one of unknown size is not asked"
    view, digests = files(["x"] * 3, [5, 5, 5], width=[1, 2, 3])
    assert find("duplicate_image", view) == []
    assert digests.asked == []


def test_a_copy_in_another_split_is_a_leak_and_worst() -> None:
    view, _ = files(["x", "x", "y", "y"], [5, 5, 6, 6], split=["val", "train", "train", "train"])
    leak, repeat = find("duplicate_image", view)
    assert leak.sentence == "Same bytes as 0.jpg, which is in val while this is in train."
    assert (leak.image, leak.score) == (1, 0.0)
    assert repeat.image == 3


def test_the_copy_with_more_labels_is_kept_and_a_contradiction_is_told() -> None:
    labels = labels_table([1, 1, 0], np.ones((3, 4)), [0, 1, 0])
    view, _ = files(["x", "x"], [5, 5], labels=labels)
    (suspect,) = find("duplicate_image", view)
    assert suspect.image == 0
    assert suspect.sentence == "Same bytes as 1.jpg; their labels differ."


def test_copies_with_the_same_labels_do_not_contradict_each_other() -> None:
    labels = labels_table([0, 0, 1, 1], np.ones((4, 4)), [0, 1, 1, 0])
    view, _ = files(["x", "x"], [5, 5], labels=labels)
    assert find("duplicate_image", view)[0].evidence["labels_differ"] is False


def test_one_file_named_by_two_rows_is_told_apart_and_not_read_for_it() -> None:
    view, digests = files(["x", "x"], [5, 5], path=["a.jpg", "a.jpg"])
    (suspect,) = find("duplicate_image", view)
    assert suspect.sentence == "Names the same file as 0.jpg."
    assert digests.asked == []


def test_a_file_named_twice_and_copied_once_is_one_group() -> None:
    view, _ = files(["x", "x", "x"], [5, 5, 5], path=["a.jpg", "a.jpg", "b.jpg"])
    found = find("duplicate_image", view)
    assert sorted((suspect.image, suspect.evidence["same_file"]) for suspect in found) == [(1, True), (2, False)]


def test_files_that_cannot_be_read_or_found_are_copies_of_nothing() -> None:
    view, _ = files([None, None], [5, 5])
    assert find("duplicate_image", view) == []
    view, _ = files(["x", "x"], [5, 5], path=[None, None], root_id=[None, None])
    assert find("duplicate_image", view) == []


def test_equal_paths_in_different_folders_are_different_files() -> None:
    view, _ = files(["x", "y"], [5, 5], path=["a.jpg", "a.jpg"], root_id=[1, 2])
    assert find("duplicate_image", view) == []
