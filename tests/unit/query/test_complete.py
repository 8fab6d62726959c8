"""Completion: what is offered at the cursor, marked | in each text."""

from __future__ import annotations

import pytest

from assay.model.level import Level
from assay.query.candidates import CandidateKind
from assay.query.complete import Completion, complete
from assay.schema.catalog import Catalog, RunName, SegmentText
from assay.schema.field import FieldType
from assay.schema.tables import IMAGES

_CATALOG = Catalog.build(
    [(0, "car"), (1, "person"), (2, "traffic light")],
    {"weather": FieldType.TEXT, "odd key": FieldType.NUMBER},
    attribute_keys={"hard": FieldType.FLAG},
    splits=["train", "val"],
    segments=[SegmentText("night", Level.IMAGE, 'metadata.weather = "night"')],
    runs=[RunName("a", 1, 1), RunName("new", 2)],
)


def _at(marked: str, level: Level = Level.IMAGE) -> list[Completion]:
    return complete(marked.replace("|", ""), marked.index("|"), _CATALOG, level)


def _inserts(marked: str, level: Level = Level.IMAGE) -> list[str]:
    return [completion.insert for completion in _at(marked, level)]


@pytest.mark.parametrize(
    ("marked", "offered"),
    [
        # Names, by their beginning, then by any part of them.
        ("wid|", ["width"]),
        ("width > 3 and hei|", ["height"]),
        ("coun|", ["count(annotation: ", "count(prediction: ", "count(issue: ", "annotations.count",
                   "predictions.count", "issues.count"]),
        ("annotations.|", ["annotations.count", "annotations.label", "annotations.car", "annotations.person",
                           'annotations."traffic light"']),
        ('annotations."tr|', ['annotations."traffic light"']),
        ("metadata.|", ["metadata.weather", 'metadata."odd key"']),
        ("?? wid|", ["width"]),
        ("(width > 3 and (hei|", ["height"]),
        # Values, after a comparison with a field whose values are known.
        ("split = |", ['"train"', '"val"']),
        ('split = "v|', ['"val"']),
        ("split in [|", ['"train"', '"val"']),
        ('split not in ["train", |', ['"train"', '"val"']),
        ("any(annotation: label = |", ['"car"', '"person"', '"traffic light"']),
        ("label != tr|", ['"traffic light"']),
        ("any(annotation: is_crowd = |", ["true", "false"]),
        ("any(annotation: match = con|", ['"confusion"']),
        # A word for several values is offered beside them.
        ("any(prediction: match = fa|", ['"false positive"']),
        ("segment = |", ['"night"']),
        # Only runs that were evaluated can be asked how they met labels.
        ("run(|", ['"a"']),
        ('run("a").|', ["correct", "confusion", "missed", "ignored", "match", "iou", "label", "score"]),
        ('run("a").correct and not run("a").mi|', ["missed"]),
        ('run("a").iou |', ["=", "!=", "<", "<=", ">", ">=", "in [", "not in [", "between", "is null", "is not null",
                            "and", "or"]),
        ('any(annotation: run("a").label = p|', ['"person"']),
        ('run("a").match in ["correct", con|', ['"confusion"']),
        # Words that the grammar allows.
        ("any(|", ["annotation: ", "prediction: ", "issue: "]),
        ("any(pre|", ["prediction: "]),
        ("split is |", ["null", "not null"]),
        ("split is not |", ["null"]),
        ("split not |", ["in [", "like", "between"]),
        ("width > 3 |", ["and", "or"]),
        ("width > 3 a|", ["and"]),
        # Operators by the type of the field.
        ("width |", ["=", "!=", "<", "<=", ">", ">=", "in [", "not in [", "between", "is null", "is not null",
                     "and", "or"]),
        ("any(annotation: label |", ["=", "!=", "in [", "not in [", "like", "is null", "is not null", "and", "or"]),
        ("any(annotation: is_crowd |", ["and", "or", "=", "!=", "in [", "not in [", "is null", "is not null"]),
        # Nothing where only the user knows.
        ("width > 3|", []),
        ('split = "train"|', []),
        ("name = |", ["id", "name"]),
    ],
)  # fmt: skip
def test_what_is_offered(marked: str, offered: list[str]) -> None:
    assert _inserts(marked)[: len(offered)] == offered if marked == "name = |" else _inserts(marked) == offered


def test_a_completion_replaces_the_word_under_the_cursor_as_a_whole() -> None:
    found = _at('any(annotation: label = "c|ar") and width > 3')[0]
    assert (found.start, found.end, found.insert) == (24, 29, '"car"')
    found = _at("width > 3 and annotations.c|ar > 1")[0]
    assert (found.start, found.end) == (14, 29)


def test_an_open_text_is_replaced_only_up_to_the_cursor() -> None:
    found = _at('split = "t| and width > 3')[0]
    assert (found.start, found.end) == (8, 10)


def test_the_scope_of_a_quantifier_decides_which_fields_are_offered() -> None:
    assert "score" in _inserts("any(prediction: sc|")
    assert "score" not in _inserts("any(annotation: sc|")
    assert _inserts("any(prediction: score > 0.5) and sco|")[-1] != "issue.score"
    assert "attributes.hard" in _inserts("any(annotation: ha|")


def test_fields_of_the_image_are_offered_to_its_objects() -> None:
    offered = _inserts("split|", Level.ANNOTATION)
    assert offered == ["split"]
    assert "image.area" in _inserts("area|", Level.ANNOTATION)


def test_each_completion_says_what_it_is_in_one_line() -> None:
    (width,) = _at("wid|")
    assert (width.kind, width.detail) == (CandidateKind.FIELD, f"{IMAGES['width'].meaning}, px")
    for marked in ("|", "width |", "any(annotation: |", "label = |", "run(|", "segment = |"):
        assert all(completion.detail and "\n" not in completion.detail for completion in _at(marked))
