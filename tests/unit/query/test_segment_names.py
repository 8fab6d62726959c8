"""Which segments a query names, and renaming them in it (C10)."""

from __future__ import annotations

import pytest

from assay.query.parse import parse
from assay.query.segment_names import rename_in, segments_named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", set()),
        ('segment = "a"', {"a"}),
        ('slice != "a" or not (segment in ("b", "c") and area > 3)', {"a", "b", "c"}),
        ('any(annotation: segment = "a")', {"a"}),
        ('split = "a" and metadata.segment = "b"', set()),
        ("segment is null", set()),
    ],
)
def test_the_segments_that_a_query_names(text: str, names: set[str]) -> None:
    assert segments_named(parse(text)) == names


def test_only_the_name_of_the_segment_is_replaced_wherever_it_stands() -> None:
    text = 'segment = "a" and split = "a" and any(annotation: segment in ("b", "a"))'
    renamed = 'segment = "x \\"y\\"" and split = "a" and any(annotation: segment in ("b", "x \\"y\\""))'
    assert rename_in(text, "a", 'x "y"') == renamed
    assert rename_in(renamed, 'x "y"', "a") == text
