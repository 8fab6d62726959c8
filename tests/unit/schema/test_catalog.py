"""The catalog: every field a query may name."""

from __future__ import annotations

import pytest

from assay.model.level import Level
from assay.schema.catalog import Catalog, like_expression, near
from assay.schema.field import Facet, Field, FieldType, fold, quote_text, spell_name
from assay.schema.fields import CORE_FIELDS, LEVEL_TABLES


@pytest.mark.parametrize("level", list(Level))
def test_every_field_says_what_it_means_in_one_line(level: Level) -> None:
    for field in CORE_FIELDS[level]:
        assert field.level is level
        assert field.title
        assert field.meaning
        assert "\n" not in field.meaning
        assert "NULL" not in field.meaning


@pytest.mark.parametrize("level", list(Level))
def test_the_names_of_a_level_are_its_own(level: Level) -> None:
    names = [field.name for field in CORE_FIELDS[level]]
    assert len(set(names)) == len(names)


def test_a_field_of_a_column_takes_its_unit_from_the_table() -> None:
    width = Catalog().field(Level.IMAGE, "width")
    assert width is not None
    assert (width.unit, width.meaning) == ("px", LEVEL_TABLES[Level.IMAGE]["width"].meaning)


def test_the_users_own_keys_are_fields_with_a_facet_by_type() -> None:
    catalog = Catalog.build(metadata_keys={"temp": FieldType.NUMBER, ("a", "b c"): FieldType.TEXT})
    fields = catalog.fields(Level.IMAGE)[-2:]
    assert [(field.name, field.facet, field.path) for field in fields] == [
        ("metadata.temp", Facet.HISTOGRAM, ("temp",)),
        ('metadata.a."b c"', Facet.TERMS, ("a", "b c")),
    ]


def test_a_metric_is_a_field_like_any_other() -> None:
    brightness = Field("brightness", Level.IMAGE, FieldType.NUMBER, "Brightness", "mean luma", column="brightness")
    catalog = Catalog.build(metrics=[brightness])
    assert catalog.field(Level.IMAGE, "Brightness") is brightness
    assert catalog.field(Level.ANNOTATION, "brightness") is None


def test_classes_of_the_exact_name_win_over_those_that_resemble_it() -> None:
    catalog = Catalog.build([(0, "Car"), (1, "car"), (2, "police car"), (3, "police_car")])
    assert catalog.class_ids("car") == (1,)
    assert catalog.class_ids("CAR") == (0, 1)
    assert catalog.class_ids("police-car") == (2, 3)
    assert catalog.class_ids("bus") == ()
    assert catalog.near_classes("polise car") == ["police car"]


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("c%", "Car", True),
        ("c_r", "car", True),
        ("c_r", "caar", False),
        ("50\\%", "50%", True),
        ("50\\%", "500", False),
        ("a.c", "abc", False),
        ("%", "", True),
        ("a%b", "a\nb", True),
    ],
)
def test_patterns(pattern: str, text: str, fits: bool) -> None:
    assert bool(like_expression(pattern).fullmatch(text)) is fits


@pytest.mark.parametrize(
    ("parts", "spelled"),
    [
        (("width",), "width"),
        (("annotations", "traffic light"), 'annotations."traffic light"'),
        (("annotations", "7"), "annotations.7"),
        (("and",), "`and`"),
        (("metadata", "and"), "metadata.and"),
        (("a`b", 'c"d'), '`a\\`b`."c\\"d"'),
        (("metadata", ""), 'metadata.""'),
    ],
)
def test_names_are_quoted_only_where_they_must_be(parts: tuple[str, ...], spelled: str) -> None:
    assert spell_name(parts) == spelled


def test_folding_forgets_case_and_separators() -> None:
    assert fold(" Traffic-Light ") == fold("traffic_light") == fold("TRAFFIC  light")
    assert quote_text("a\\b\n") == '"a\\\\b\\n"'
    assert near("trafic ligt", ["Traffic Light", "car"]) == ["Traffic Light"]
