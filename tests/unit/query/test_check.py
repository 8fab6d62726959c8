"""Checking: what names mean at each level, how classes are found, how segments and objects are lifted."""

from __future__ import annotations

import pytest

from assay.errors import QueryError, QueryName
from assay.model.level import Level
from assay.query.check import Checked, check
from assay.query.parse import parse
from assay.query.typed import Aggregate, Apply, At, Column, Constant, Typed
from assay.schema.catalog import Catalog, RunName, SegmentText
from assay.schema.field import FieldType

_CATALOG = Catalog.build(
    [(0, "car"), (1, "Traffic Light"), (2, "box"), (3, "car"), (4, "a.b")],
    {"temp": FieldType.NUMBER, "a.b": FieldType.TEXT, ("cam", "id"): FieldType.TEXT},
    attribute_keys={"hard": FieldType.FLAG},
    segments=[
        SegmentText("wide", Level.IMAGE, "width > 1000"),
        SegmentText("broken", Level.IMAGE, "width >"),
        SegmentText("itself", Level.IMAGE, 'segment != "itself"'),
    ],
    runs=[RunName("a", 1, 1)],
)


def _check(text: str, level: Level = Level.IMAGE) -> Checked:
    return check(parse(text), _CATALOG, level)


def _predicate(text: str, level: Level = Level.IMAGE) -> Typed:
    predicate = _check(text, level).predicate
    assert predicate is not None
    return predicate


def _ids(text: str) -> list[object]:
    predicate = _predicate(text, Level.ANNOTATION)
    assert isinstance(predicate, Apply)
    return [arg.value for arg in predicate.args if isinstance(arg, Constant)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ('label = "car"', [0, 3]),  # two classes of one name are both meant
        ('label = "Traffic Light"', [1]),
        ('label = "traffic_light"', [1]),
        ('label != "traffic-light"', [1]),
        ('label in ["CAR", "box"]', [0, 3, 2]),
        ('label like "%A%"', [0, 1, 3, 4]),
    ],
)
def test_classes_are_found_by_name_without_regard_to_case_and_separators(text: str, ids: list[int]) -> None:
    assert _ids(text) == ids


@pytest.mark.parametrize(
    ("text", "level", "hint"),
    [
        ("split = train", Level.IMAGE, 'Is it a text? Write "train".'),
        ("label != car", Level.ANNOTATION, 'Is it a text? Write "car".'),
        ("label = car", Level.IMAGE, 'Is it a text? Write "car".'),
        ("split = nam", Level.IMAGE, 'Did you mean `name`? Or is it a text? Write "nam".'),
        ("width > hieght", Level.IMAGE, "Did you mean `height`?"),
    ],
)
def test_a_text_without_quotation_marks_is_told_so(text: str, level: Level, hint: str) -> None:
    with pytest.raises(QueryName) as raised:
        _check(text, level)
    assert raised.value.hint == hint


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        # Aliases and the spellings of Nucleus.
        ("confidence > 0.5", "score > 0.5", Level.PREDICTION),
        ('class = "car"', 'label = "car"', Level.ANNOTATION),
        ('outcome = "FN"', 'match = "missed"', Level.ANNOTATION),
        ('match = "False Positive"', 'match in ["background", "duplicate"]', Level.PREDICTION),
        ('match != "FP"', 'match not in ["background", "duplicate"]', Level.PREDICTION),
        ('match in ["TP", "FP"]', 'match in ["correct", "background", "duplicate"]', Level.PREDICTION),
        ('run("a").tp', 'run("a").match = "correct"', Level.ANNOTATION),
        ('run("a").predicted_label = "car"', 'run("a").label = "car"', Level.ANNOTATION),
        ('run("a").confidence > 0.5', 'run("a").score > 0.5', Level.ANNOTATION),
        ('slice = "wide"', 'segment = "wide"', Level.IMAGE),
        ("annotations.traffic_light > 0", 'annotations."Traffic Light" > 0', Level.IMAGE),
        ("annotations.metadata.hard = 1", "annotations.attributes.hard = true", Level.IMAGE),
        ("annotations.metadata.hard = 1", "attributes.hard = true", Level.ANNOTATION),
        ("image.width > 3", "width > 3", Level.IMAGE),
        ("annotation.w > 3", "w > 3", Level.ANNOTATION),
        ("Width > 3", "width > 3", Level.IMAGE),
        # At the level of objects a name that is only known of images means the object's image.
        ("split = 'train'", "image.split = 'train'", Level.ANNOTATION),
        ("predictions.count > 0", "image.predictions.count > 0", Level.ANNOTATION),
        # Constants may stand on either side.
        ("3 < width", "width > 3", Level.IMAGE),
        ("'car' = label", "label = 'car'", Level.ANNOTATION),
        # Keys of the user's own fields.
        ("metadata.a.b = 'x'", 'metadata."a.b" = "x"', Level.IMAGE),
        ("metadata.TEMP > 1", "metadata.temp > 1", Level.IMAGE),
        # Sugar for any.
        ('annotations.label = "car"', 'any(annotation: label = "car")', Level.IMAGE),
        ("annotations.count > 0", "any(annotation)", Level.IMAGE),
        ("annotations.car > 0", 'any(annotation: label = "car")', Level.IMAGE),
        ("annotations.a.b > 0", 'any(annotation: label = "a.b")', Level.IMAGE),
    ],
)
def test_two_ways_to_say_the_same(one: str, other: str, level: Level) -> None:
    assert _predicate(one, level) == _predicate(other, level)


def test_a_class_wins_over_a_kind_of_the_same_name() -> None:
    assert _predicate("annotations.box > 0") == _predicate('any(annotation: label = "box")')
    assert _predicate("annotations.polygon > 0") == _predicate('any(annotation: kind = "polygon")')
    assert _predicate("annotations.box.car > 0") == _predicate('any(annotation: kind = "box" and label = "car")')


def test_an_objects_own_field_wins_over_that_of_its_image() -> None:
    own, of_image = _predicate("area > 1", Level.ANNOTATION), _predicate("image.area > 1", Level.ANNOTATION)
    assert isinstance(own, Apply)
    assert isinstance(of_image, Apply)
    assert isinstance(own.args[0], Column)
    assert isinstance(of_image.args[0], At)


def test_json_values_are_read_as_what_they_are_compared_with() -> None:
    as_text = _predicate('metadata.temp = "12"')
    as_number = _predicate("metadata.cam.id > 12")
    for predicate, type in ((as_text, FieldType.TEXT), (as_number, FieldType.NUMBER)):
        assert isinstance(predicate, Apply)
        assert isinstance(predicate.args[0], Column)
        assert predicate.args[0].type is type


def test_a_text_about_objects_is_lifted_to_images_and_says_so() -> None:
    checked = _check('label = "car" and area < 9')
    assert checked.lifted is Level.ANNOTATION
    assert checked.canonical == 'any(annotation: label = "car" and area < 9)'
    assert _check("score > 0.5").lifted is Level.PREDICTION
    assert _check('state = "open"').lifted is Level.ISSUE
    assert _check('run("a").correct').lifted is Level.ANNOTATION
    assert _check("width > 3").lifted is None


def test_a_text_that_suits_no_level_gets_the_complaint_of_the_furthest_attempt() -> None:
    with pytest.raises(QueryName, match='class named "cra"'):
        _check('area > 3 and label = "cra"')


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('segment = "broken"', "does not work any more: The query ends"),
        ('segment = "itself"', "in a circle: itself → itself"),
        ('segment in ["wide", "none"]', 'no segment named "none"'),
    ],
)
def test_a_segment_that_does_not_work_is_told_at_its_name(text: str, complaint: str) -> None:
    with pytest.raises(QueryError, match=complaint) as refused:
        _check(f"width > 1 and {text}")
    assert refused.value.span is not None
    assert f"width > 1 and {text}"[slice(*refused.value.span)].strip('"') in {"broken", "itself", "none"}


def test_segments_are_two_valued_so_that_different_is_the_complement() -> None:
    inside, outside = _predicate('segment = "wide"'), _predicate('segment != "wide"')
    assert inside == Apply("is true", (_predicate("width > 1000"),))
    assert outside == Apply("not", (inside,))


def test_everything_is_a_query_without_a_predicate() -> None:
    assert _check("").predicate is None
    assert _check("").canonical == ""


def test_counts_of_one_table_are_aggregates_of_one_kind() -> None:
    predicate = _predicate("count(annotation: area > 3) = annotations.count")
    assert isinstance(predicate, Apply)
    assert all(isinstance(arg, Aggregate) and arg.level is Level.ANNOTATION for arg in predicate.args)


def test_a_name_without_end_is_told_shortened() -> None:
    with pytest.raises(QueryName) as told:
        _check(f"{'a' * 5000} > 3")
    assert len(told.value.message) < 120
