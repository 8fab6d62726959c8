"""Python operators give the same nodes as text."""

from __future__ import annotations

import pytest

from assay.errors import QueryType
from assay.model.level import Level
from assay.query.build import Expression, all_, any_, call, count_, field, run
from assay.query.parse import parse


@pytest.mark.parametrize(
    ("built", "text"),
    [
        (field.score > 0.3, "score > 0.3"),
        ((field.a >= 0.3) & (field.label == "car") & ~field.is_crowd, 'a >= 0.3 and label = "car" and not is_crowd'),
        ((field.a == 1) | (field.b != 2) | (field.c <= 3), "a = 1 or b != 2 or c <= 3"),
        (field.annotations["traffic light"] == 0, 'annotations."traffic light" = 0'),
        (field["metadata"]["odd key"].is_null(), 'metadata."odd key" is null'),
        (field.split.is_known(), "split is not null"),
        (field.split.is_in(["train", "val"]), 'split in ["train", "val"]'),
        (field.width.between(1, 3), "width between 1 and 3"),
        (field.name.like("a%"), 'name like "a%"'),
        (any_("prediction", field.score > 0.9), "any(prediction: score > 0.9)"),
        (any_(Level.ISSUE), "any(issue)"),
        (all_("annotation", field.area > 4), "all(annotation: area > 4)"),
        (count_("annotation", field.area < 4) >= 2, "count(annotation: area < 4) >= 2"),
        (run("a").correct & ~run("b").correct, 'run("a").correct and not run("b").correct'),
        (1 - field.x / 2 + 3 * field.y > -field.w, "1 - x / 2 + 3 * y > -w"),
        ((2 / field.x) % 3 < (4 + field.y) - 1, "2 / x % 3 < 4 + y - 1"),
        (call("max", field.width, field.height) < 640, "max(width, height) < 640"),
        (field.x > 5, "x > 5"),
    ],
)  # fmt: skip
def test_an_expression_is_the_tree_of_its_text(built: Expression, text: str) -> None:
    assert built.query == parse(text)


def test_an_expression_has_no_truth_so_that_and_cannot_swallow_half_of_it() -> None:
    with pytest.raises(QueryType, match="not true or false"):
        bool((field.a > 1) and (field.b > 2))
    with pytest.raises(QueryType):
        bool(1 < field.a < 3)


def test_an_expression_shows_its_text() -> None:
    assert repr(field.a > 1) == "<query a > 1>"
