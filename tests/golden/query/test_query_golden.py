"""What queries compile to, and what wrong ones are answered: text files that a person reads at every change.

ASSAY_UPDATE_PINS=1 writes them anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.errors import QueryError
from assay.model.level import Level
from assay.query.caret import caret
from assay.query.check import check
from assay.query.facets import Bins, histogram, terms, value_range
from assay.query.pages import Cursor, count_rows, select_ids, select_page
from assay.query.parse import parse
from assay.schema.catalog import Catalog, RunName, SegmentText
from assay.schema.field import FieldType
from assay.schema.scope import Scope
from assay.schema.statement import Statement
from tests.contract.pins import assert_pinned

_HERE = Path(__file__).parent
_SCOPE = Scope(dataset_id=1, run_id=2, evaluation_id=3)
_CATALOG = Catalog.build(
    [(0, "car"), (1, "person"), (2, "traffic light"), (3, "police car")],
    {"temp": FieldType.NUMBER, "weather": FieldType.TEXT},
    attribute_keys={"potential_mislabel": FieldType.NUMBER},
    splits=["train", "val"],
    segments=[
        SegmentText("night", Level.IMAGE, 'metadata.weather = "night"'),
        SegmentText("small", Level.ANNOTATION, "area < 1024"),
        SegmentText("round", Level.IMAGE, 'segment = "round again"'),
        SegmentText("round again", Level.IMAGE, 'segment = "round"'),
        SegmentText("stale", Level.IMAGE, "annotations.bicycle > 0"),
    ],
    runs=[RunName("a", 2, 3), RunName("b", 4, 5), RunName("new", 6)],
    embedded=[Level.IMAGE, Level.ANNOTATION],
)
_IMAGE, _LABEL, _PREDICTION, _ISSUE = Level.IMAGE, Level.ANNOTATION, Level.PREDICTION, Level.ISSUE

_WRONG = (
    # What does not parse.
    (_IMAGE, "width >"),
    (_IMAGE, "width > 640 and"),
    (_IMAGE, "(width > 640"),
    (_IMAGE, "width > 640)"),
    (_IMAGE, "width > 640 && height > 480"),
    (_IMAGE, 'split = "train'),
    (_IMAGE, "split = “train”"),
    (_IMAGE, "annotations.traffic light > 1"),
    (_IMAGE, "width => 640"),
    (_IMAGE, "width ≥ 640"),
    (_IMAGE, "width in 640"),
    (_IMAGE, "width is 640"),
    (_IMAGE, "width not 640"),
    (_IMAGE, "0 < width > 640"),
    (_IMAGE, "3dfile > 1"),
    (_IMAGE, "annotations. > 3"),
    (_IMAGE, "width > 1e999"),
    (_IMAGE, "split in [train]"),
    (_IMAGE, "width > 640\n  and height >> 480"),
    # Names that are not there.
    (_IMAGE, "widht > 640"),
    (_IMAGE, "annotations.cra > 3"),
    (_IMAGE, "metadata.tmep > 3"),
    (_IMAGE, 'any(annotation: label = "traffic lihgt")'),
    (_IMAGE, 'any(annotation: label = "zebra")'),
    (_IMAGE, 'label = "cra"'),
    (_LABEL, "score > 0.5"),
    (_LABEL, 'match = "corect"'),
    (_IMAGE, "any(object: area > 3)"),
    (_IMAGE, "any(anotation: area > 3)"),
    (_IMAGE, "sum(width) > 3"),
    (_IMAGE, 'segment = "nihgt"'),
    (_IMAGE, 'segment = "round"'),
    (_IMAGE, 'segment = "stale"'),
    (_PREDICTION, 'segment = "small"'),
    (_LABEL, 'run("c").correct'),
    (_LABEL, 'run("new").correct'),
    (_LABEL, 'run("neww").correct'),
    (_LABEL, 'run("a").speed > 3'),
    (_LABEL, 'run("a").corect'),
    (_PREDICTION, 'score > 0.5 and run("a").correct'),
    (_ISSUE, 'run("a").missed'),
    (_IMAGE, 'width > 640 and run("c").missed'),
    (_LABEL, 'run("a").score > "high"'),
    (_LABEL, 'run("a").match = "found"'),
    # What does not go together.
    (_IMAGE, 'width > "wide"'),
    (_IMAGE, "split = 3"),
    (_IMAGE, "width"),
    (_IMAGE, "split"),
    (_IMAGE, "width and height"),
    (_LABEL, "is_crowd > true"),
    (_LABEL, 'label > "car"'),
    (_LABEL, "label = 3"),
    (_LABEL, "label = kind"),
    (_IMAGE, "split = null"),
    (_IMAGE, 'width + split > 3'),
    (_IMAGE, 'width like "3%"'),
    (_IMAGE, 'split like "train\\\\"'),
    (_IMAGE, "abs(width, height) > 3"),
    (_IMAGE, 'length(width) > 3'),
    (_IMAGE, "count(annotation: area > 3)"),
    (_IMAGE, "all(annotation)"),
    (_IMAGE, "annotations.label + 1 > 2"),
    (_IMAGE, "1 < annotations.metadata.potential_mislabel < 3"),
    (_IMAGE, 'segment > "night"'),
    (_IMAGE, "annotations.metadata.potential_mislabel = width"),
    (_IMAGE, "similar(image: 12)"),
    (_IMAGE, "similar(image: car) > 0.8"),
    (_IMAGE, "similar(image: ) > 0.8"),
    (_IMAGE, "similar(image: mean) > 0.8"),
    (_IMAGE, "similar(imgae: 12) > 0.8"),
    (_IMAGE, "similar(12) > 0.8"),
    (_IMAGE, "similar(image: 1.5) > 0.8"),
    (_IMAGE, 'similar(image: 7) = "high"'),
    (_IMAGE, "width + similar(annotation: 7) > 1 and oops"),
    (_IMAGE, "similar(prediction: 7) > 0.8"),
    (_PREDICTION, "similar(annotation: 7) > 0.8"),
    (_IMAGE, "width > " + "1 + " * 60 + "oops"),
    (_IMAGE, "(" * 120 + "width > 1" + ")" * 120),
)  # fmt: skip


def test_wrong_queries_are_answered_with_the_place_and_what_would_do() -> None:
    assert_pinned(_HERE / "errors.txt", "\n\n".join(_answer(level, text) for level, text in _WRONG) + "\n")


def _answer(level: Level, text: str) -> str:
    with pytest.raises(QueryError) as refused:
        check(parse(text), _CATALOG, level)
    return f"--- {level.value}\n{caret(text, refused.value)}"


def _count(text: str, level: Level = _IMAGE) -> Statement:
    return count_rows(check(parse(text), _CATALOG, level), level=level, scope=_SCOPE)


def _statements() -> dict[str, Statement]:
    small = check(parse('label = "car" and area < 1024 and split = "train"'), _CATALOG, _LABEL)
    sure = check(parse('match = "false positive"'), _CATALOG, _PREDICTION)
    return {
        "images without labels": _count("annotations.count = 0"),
        "Nucleus spellings": _count('annotations.car > 3 AND (metadata.temp % 2 = 1 OR slice = "night")'),
        "a match inside any": _count('any(prediction: label = "car" and score > 0.8 and match = "background")'),
        "one pass over a table for several aggregates": _count(
            'annotations.count > 3 and annotations.car = 0 and not any(annotation: kind = "mask") and '
            "all(annotation: area > 100) and count(annotation: area < 1024) >= 2"
        ),
        "two runs": _count('any(annotation: run("a").correct and not run("b").correct)'),
        "the predictions of two runs on one label": _count(
            'run("a").score > 0.5 and run("a").label != run("b").label and run("b").match = "FP"', _LABEL
        ),
        "a word for two outcomes": _count('match = "false positive" and iou is null', _PREDICTION),
        "objects of images": _count('annotations.count = 1 and split = "train" and metadata.temp < 3', _PREDICTION),
        "an issue and what it speaks of": _count('state = "open" and annotation.label = "car" and width > 640', _ISSUE),
        "open issues of labels": _count('issue = "loose box" and issue_score < 0.3 and not issue is null', _LABEL),
        "segments": _count('segment in ["night", "small"] and segment != "night"'),
        "classes by pattern": _count('label like "%car" and label not in ["traffic_light"]', _LABEL),
        "values of the labels' own fields": _count("annotations.metadata.potential_mislabel = 1"),
        "arithmetic": _count("abs(width / height - 1) < 0.1 and max(width, height) >= 640 and -width < sqrt(area)"),
        "look-alikes of images": _count("similar(image: 12, 15) > 0.8 and similar(image: 12, 15) < 0.9"),
        "images with a look-alike of an object": _count("similar(annotation: 7, 9, mean) > 0.7"),
        "objects of images that look alike": _count('similar(image: 3, "00ff00ff00ff00ff") > 0.8', _LABEL),
        "a page by similarity": select_page(
            None, level=_LABEL, scope=_SCOPE, catalog=_CATALOG, sort="similar(annotation: 7)", descending=True, limit=9
        ),
        "ids": select_ids(small, level=_LABEL, scope=_SCOPE),
        "a page by class": select_page(small, level=_LABEL, scope=_SCOPE, catalog=_CATALOG, sort="label", limit=100),
        "the next page": select_page(
            small, level=_LABEL, scope=_SCOPE, catalog=_CATALOG, sort="area", descending=True, limit=100,
            after=Cursor(12.5, 7),
        ),
        "everything, from an offset": select_page(
            None, level=_IMAGE, scope=_SCOPE, catalog=_CATALOG, limit=50, offset=100
        ),
        "the range of a field": value_range(level=_PREDICTION, scope=_SCOPE, catalog=_CATALOG, field="iou"),
        "a histogram": histogram(
            sure, level=_PREDICTION, scope=_SCOPE, catalog=_CATALOG, field="score", bins=Bins.over(0, 1)
        ),
        "classes of a result": terms(sure, level=_PREDICTION, scope=_SCOPE, catalog=_CATALOG, field="label"),
        "images by class": terms(None, level=_IMAGE, scope=_SCOPE, catalog=_CATALOG, field="annotations.label"),
        "images by split": terms(None, level=_IMAGE, scope=_SCOPE, catalog=_CATALOG, field="split"),
    }  # fmt: skip


def test_queries_compile_to_set_based_sql_with_every_value_bound() -> None:
    shown = [f"--- {name}\n{statement.sql}\n{_bound(statement)}" for name, statement in _statements().items()]
    assert_pinned(_HERE / "statements.txt", "\n\n".join(shown) + "\n")


def _bound(statement: Statement) -> str:
    bound = {**statement.parameters, **statement.likenesses}
    return ", ".join(f"{name}={value!r}" for name, value in bound.items())
