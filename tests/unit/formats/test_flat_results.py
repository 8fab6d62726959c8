"""The short way for plain results says what the long way says, or steps aside."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assay.formats.coco.flat import flat_predictions


def rows(*texts: str) -> bytes:
    return ", ".join(texts).encode()


PLAIN = '{"image_id": 42, "category_id": 18, "bbox": [258.15, 41, 3.4e2, 243.78], "score": 0.236}'
OTHER = '{"image_id": 7, "category_id": 1, "bbox": [-1, 0.5, 0, 1E-2], "score": 1}'


def test_plain_rows_become_columns() -> None:
    found = flat_predictions(rows(PLAIN, OTHER))
    assert found is not None
    assert {name: column.to_pylist() for name, column in found.items()} == {
        "image_key": ["42", "7"],
        "category_key": ["18", "1"],
        "x": [258.15, -1.0],
        "y": [41.0, 0.5],
        "w": [340.0, 0.0],
        "h": [243.78, 0.01],
        "score": [0.236, 1.0],
    }


@pytest.mark.parametrize(
    "text",
    [
        '{"score":0.5,"bbox":[1,2,3,4],"category_id":5,"image_id":6}',
        '{\n  "image_id": 6,\n  "bbox": [\n    1,\n    2,\n    3,\n    4\n  ],\n  "score": 0.5,\n  "category_id": 5\n}',
    ],
)
def test_order_and_layout_of_the_members_do_not_matter(text: str) -> None:
    found = flat_predictions(f" {text},\n{text}\n".encode())
    assert found is not None
    assert [found[name][1].as_py() for name in ("image_key", "category_key", "x", "y", "w", "h", "score")] == [
        *("6", "5"),
        *(1, 2, 3, 4),
        0.5,
    ]


def changed(**members: Any) -> str:
    return json.dumps({**json.loads(PLAIN), **members})


@pytest.mark.parametrize(
    "odd",
    [
        changed(image_id="42"),
        changed(image_id=42.5),
        changed(image_id=2**63),
        changed(image_id=None),
        changed(bbox=[1, 2, 3]),
        changed(bbox=[1, 2, 3, 4, 5]),
        changed(bbox=[[1, 2], 3, 4]),
        changed(bbox=[1, 2, -3, 4]),
        changed(bbox=[1, 2, 3, 1e400]),
        changed(bbox=[1, 2, 3, "4"]),
        changed(score=1.5),
        changed(score=-0.5),
        changed(score=True),
        changed(extra=1),
        changed(area=12),
        PLAIN.replace("score", "escor"),
        PLAIN.replace("score", "score2"),
        PLAIN.replace("0.236", "0.2.36"),
        PLAIN.replace("0.236", ""),
        PLAIN.replace("0.236", "NaN"),
        PLAIN.replace("42", "4 2"),
        '{"category_id": 42, "image_id": 18, "bbox": [258.15, 41, 3.4e2, 243.78], "score": 0.236}',
        "{}",
        "7",
        "",
        PLAIN[:-1],
        PLAIN + "}",
        PLAIN + "]",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_short_way_steps_aside_for_anything_else(odd: str, place: int) -> None:
    texts = [PLAIN, OTHER]
    texts.insert(place, odd)
    assert flat_predictions(rows(*texts)) is None


def test_numbers_that_only_look_right_are_left_to_the_parser_or_mean_the_same() -> None:
    """`1.` and `01` are no JSON; whoever wrote them meant 1."""
    found = flat_predictions(rows(PLAIN.replace("41", "41."), PLAIN))
    assert found is None or found["y"].to_pylist() == [41.0, 41.0]


@pytest.mark.parametrize("odd", [changed(image_id="toy_00"), changed(category_id="1"), changed(score="0.5")])
def test_digits_within_texts_are_never_numbers(odd: str) -> None:
    """Rows that are all alike in being odd: `"toy_00"` is not image 0."""
    assert flat_predictions(rows(odd, odd)) is None
