"""Colours of an editor."""

from __future__ import annotations

import pytest

from assay.query.colour import colour


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("width > 640", "field operator number"),
        ('split = "train" and not a', "field operator text keyword keyword field"),
        ('annotations."traffic light" >= 1', "field field field operator number"),
        ("annotations.7 > 1", "field field field operator number"),
        ("any(annotation: x)", "function bracket level bracket field bracket"),
        ("any(bicycle: x)", "function bracket error bracket field bracket"),
        ("count(issue) > 1", "function bracket level bracket operator number"),
        ("abs(x) in [1, 2]", "function bracket field bracket keyword bracket number bracket number bracket"),
        ("(issue)", "bracket field bracket"),
        ('run("a").correct', "function bracket text bracket field field"),
        ('split = "tra', "field operator error"),
        ("width ≥ 3 && y", "field error number error error field"),
        ("x is not null", "field keyword keyword keyword"),
        ("", ""),
    ],
)
def test_each_piece_has_its_colour(text: str, kinds: str) -> None:
    assert " ".join(token.kind.value for token in colour(text)) == kinds
