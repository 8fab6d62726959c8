from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pytest

from assay.testing.views import images_table, labels_table, view_of
from tests.unit.detectors.builtin.raised import Suspect, find

NAN = float("nan")
FINE = [10.0, 10.0, 50.0, 50.0]
SQUARE = [10, 10, 60, 10, 60, 60, 10, 60]


def of(box: list[float], **columns: Any) -> list[Suspect]:
    """Suspects among one label in an image of 640 × 480 px."""
    given = {name: pa.array([value], type_of(name)) for name, value in columns.items()}
    view = view_of(images_table(1), labels_table([0], [box], [0], **{"kind": ["box"]} | given), classes=("vest",))
    return find("invalid_geometry", view)


def type_of(name: str) -> pa.DataType:
    return {"segmentation": pa.string(), "keypoints": pa.list_(pa.float64()), "rotation": pa.float64()}[name]


@pytest.mark.parametrize(
    ("box", "flaw", "score", "sentence"),
    [
        ([10, 10, 0, 50], "no_extent", 0.0, "The box labelled vest has 0 × 50 px."),
        ([10, 10, -5, 50], "no_extent", 0.0, "The box labelled vest has -5 × 50 px."),
        ([10, NAN, 5, 50], "not_a_number", 0.0, "The box labelled vest lacks a number."),
        ([10, 10, 0.4, 50], "tiny", 0.1, "The box labelled vest is only 0.4 × 50 px."),
        ([700, 10, 50, 50], "outside", 0.0, "The box labelled vest lies outside its image."),
        ([-25, 10, 50, 50], "sticks_out", 0.25, "The box labelled vest sticks out of the image by 25 px on the left."),
    ],
)
def test_boxes_that_cannot_be_right(box: list[float], flaw: str, score: float, sentence: str) -> None:
    (suspect,) = of(box)
    assert suspect.evidence["flaws"] == [flaw]
    assert suspect.score == pytest.approx(score)
    assert suspect.sentence == sentence


def test_what_cannot_be_drawn_is_to_be_deleted_and_what_sticks_out_to_be_cut() -> None:
    assert of([10, 10, 0, 50])[0].suggestion == {"action": "delete"}
    assert of([-25, 10, 50, 50])[0].suggestion == {"action": "move", "box": [0, 10, 25, 50]}


@pytest.mark.parametrize("box", [FINE, [-1, -1, 50, 50], [0, 0, 640, 480], [600, 440, 41, 41], [1, 1, 1, 1]])
def test_boxes_that_are_right_rounding_allowed(box: list[float]) -> None:
    assert of(box) == []


def test_outlines_that_cannot_be_right() -> None:
    bow = [10, 10, 60, 60, 60, 10, 10, 60]
    cases: dict[str, list[list[int]]] = {
        "few_corners": [[10, 10, 60, 60]],
        "no_area": [[10, 10, 35, 35, 60, 60]],
        "crosses_itself": [SQUARE, bow],
        "unlike_outline": [[10, 10, 40, 10, 40, 60, 10, 60]],
    }
    for flaw, rings in cases.items():
        (suspect,) = of(FINE, segmentation=json.dumps(rings))
        assert suspect.evidence["flaws"][0] == flaw
    assert of(FINE, segmentation=json.dumps([SQUARE])) == []


def test_a_box_unlike_its_outline_is_moved_to_it() -> None:
    (suspect,) = of(FINE, segmentation=json.dumps([[10, 10, 40, 10, 40, 60, 10, 60]]))
    assert suspect.suggestion == {"action": "move", "box": [10, 10, 30, 50]}
    assert suspect.score == pytest.approx(0.3)
    assert "by 0.60 only" in suspect.sentence


def test_a_box_of_one_pixel_more_or_less_than_its_mask_is_a_matter_of_convention() -> None:
    counts = [0, 2, 8, 2, 188]  # two columns of two pixels at the corner of a mask of 10 × 20
    mask = json.dumps({"size": [10, 20], "counts": counts})
    assert of([0, 0, 1, 1], segmentation=mask) == []


def test_an_empty_mask() -> None:
    (suspect,) = of(FINE, segmentation=json.dumps({"size": [480, 640], "counts": [480 * 640]}))
    assert suspect.evidence["flaws"] == ["empty_mask"]
    assert suspect.suggestion == {"action": "delete"}


def test_visible_keypoints_far_outside_the_box() -> None:
    inside, outside, hidden = [20, 20, 2], [200, 20, 2], [200, 20, 0]
    (suspect,) = of(FINE, keypoints=[*inside, *outside, *hidden])
    assert suspect.sentence == "1 of the keypoints of vest lies well outside its box."
    assert of(FINE, keypoints=[*inside, *hidden]) == []


def test_a_rotation_in_degrees() -> None:
    (suspect,) = of(FINE, rotation=90.0)
    assert suspect.sentence == "It is rotated by 90 rad, more than a full turn; that may be degrees."
    assert of(FINE, rotation=-3.1) == []


def test_a_label_with_several_flaws_is_one_suspect_with_the_fix_of_the_worst() -> None:
    (suspect,) = of([-25, 10, 50, 50], rotation=90.0)
    assert suspect.evidence["flaws"] == ["rotation", "sticks_out"]
    assert suspect.score == pytest.approx(0.2)
    assert suspect.suggestion is None


def test_a_whole_image_has_no_shape_to_be_wrong() -> None:
    view = view_of(images_table(1), labels_table([0], [[NAN] * 4], [0]), classes=("vest",))
    assert find("invalid_geometry", view) == []


def test_an_image_of_unknown_size_hides_what_needs_a_size() -> None:
    unknown = images_table(1, width=[None], height=[None])
    labels = labels_table([0, 0], [[9000, 9000, 5, 5], [0, 0, 0, 5]], [0, 0])
    found = find("invalid_geometry", view_of(unknown, labels, classes=("vest",)))
    assert [suspect.evidence["flaws"] for suspect in found] == [["no_extent"]]


def test_the_frame_of_each_label_is_its_own_image() -> None:
    labels = labels_table([7, 3], [[0, 0, 500, 400], [0, 0, 500, 400]], [0, 0])
    images = images_table(2, id=[7, 3], width=[640, 100], height=[480, 100])
    assert [suspect.image for suspect in find("invalid_geometry", view_of(images, labels, classes=("vest",)))] == [3]
