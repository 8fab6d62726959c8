"""Each kind of segment takes the fields of its template, and nothing else (V1.11)."""

from __future__ import annotations

import pytest

from assay.errors import SegmentInvalid
from assay.model.segment_kind import TEMPLATES, FieldForm, FieldValue, SegmentKind, checked_fields

CAMPAIGN, QUALITY, TEST = SegmentKind.COLLECTION_CAMPAIGN, SegmentKind.DATA_QUALITY, SegmentKind.REGRESSION_TEST


def test_every_kind_has_a_template() -> None:
    assert set(TEMPLATES) == set(SegmentKind)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        pytest.param(CAMPAIGN, {"target_count": 0, "notes": "night"}, id="a count may be 0"),
        pytest.param(QUALITY, {"fault": "no mask", "priority": "high"}, id="text and choice"),
        pytest.param(TEST, {"minimum_recall": 1, "minimum_precision": 0.5}, id="shares, whole or not"),
        pytest.param(QUALITY, {}, id="none is demanded"),
    ],
)
def test_what_the_template_has_is_taken(kind: SegmentKind, fields: dict[str, FieldValue]) -> None:
    assert checked_fields(kind, fields) == fields


@pytest.mark.parametrize(
    ("kind", "fields", "complaint"),
    [
        pytest.param(
            CAMPAIGN, {"priority": "high"}, "has no field 'priority'. It has target_count, notes", id="unknown"
        ),
        pytest.param(CAMPAIGN, {"target_count": -1}, "takes a whole number from 0, got -1", id="negative"),
        pytest.param(CAMPAIGN, {"target_count": 2.5}, "takes a whole number", id="not whole"),
        pytest.param(CAMPAIGN, {"target_count": True}, "takes a whole number", id="a flag is no number"),
        pytest.param(QUALITY, {"priority": "urgent"}, "takes one of low, medium, high, got 'urgent'", id="choice"),
        pytest.param(QUALITY, {"fault": 3}, "takes a text", id="no text"),
        pytest.param(TEST, {"minimum_recall": 1.5}, "takes a number from 0 to 1", id="no share"),
    ],
)
def test_what_it_does_not_have_is_refused(kind: SegmentKind, fields: dict[str, FieldValue], complaint: str) -> None:
    with pytest.raises(SegmentInvalid, match=complaint):
        checked_fields(kind, fields)


def test_fields_stand_in_the_order_of_the_template_and_empty_ones_are_left_out() -> None:
    assert list(checked_fields(QUALITY, {"priority": "low", "fault": "x"})) == ["fault", "priority"]
    assert checked_fields(QUALITY, {"fault": "", "priority": "low"}) == {"priority": "low"}


def test_a_text_is_read_as_the_value_it_stands_for() -> None:
    fields = {field.form: field for template in TEMPLATES.values() for field in template.fields}
    assert fields[FieldForm.COUNT].read("12") == 12
    assert fields[FieldForm.SHARE].read("0.5") == 0.5
    assert fields[FieldForm.TEXT].read("12") == "12"
    assert not fields[FieldForm.COUNT].accepts(fields[FieldForm.COUNT].read("many"))
