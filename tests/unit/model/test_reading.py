"""How a prediction file is to be read, kept as text."""

from __future__ import annotations

import pytest

from assay.model.reading import BoxForm, Reading, VectorForm


def test_a_reading_survives_as_text() -> None:
    said = Reading({"bike": "bicycle", "sky": ""}, BoxForm.NORMALISED_CXCYWH, VectorForm.MULTI_LABEL)
    assert Reading.read(said.text()) == said
    assert Reading.read(Reading().text()) == Reading.read(None) == Reading()


def test_what_is_said_now_goes_before_what_was_said_before() -> None:
    before = Reading({"bike": "bicycle", "sky": ""}, BoxForm.XYXY)
    now = Reading({"bike": "motorbike"}, vectors=VectorForm.LOGITS)
    assert now.over(before) == Reading({"bike": "motorbike", "sky": ""}, BoxForm.XYXY, VectorForm.LOGITS)


@pytest.mark.parametrize("form", BoxForm)
def test_every_form_of_boxes_says_its_order_and_its_unit(form: BoxForm) -> None:
    assert sorted(form.order) in (sorted("xywh"), sorted("xyxy"), sorted("cxcywh"))
    assert form.is_normalised == ("normalised" in form)
