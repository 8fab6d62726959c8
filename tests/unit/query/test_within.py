"""Conditions of objects, held to the images of another query."""

from __future__ import annotations

import pytest

from assay.query.nodes import Compare, Literal, Name
from assay.query.parse import parse
from assay.query.show import show
from assay.query.within import within

SMALL = Compare("<", Name(("area",)), Literal(9))


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        ("", "area < 9"),
        ("area > 100 or aspect is null", "(image.area > 100 or image.aspect is null) and area < 9"),
        ("not -area + 1 < abs(id)", "not -image.area + 1 < abs(image.id) and area < 9"),
        ('1 < area <= 5 and split in ["a"]', '1 < image.area <= 5 and image.split in ["a"] and area < 9'),
        ('name like "a%"', 'image.name like "a%" and area < 9'),
        # What speaks of objects already, of segments or of the image by name stays as it is.
        ("any(annotation: area < 3)", "any(annotation: area < 3) and area < 9"),
        ('segment = "night" and image.area > 1', 'segment = "night" and image.area > 1 and area < 9'),
        ('any(annotation: run("a").correct)', 'any(annotation: run("a").correct) and area < 9'),
    ],
)
def test_names_of_images_go_on_meaning_the_image(images: str, expected: str) -> None:
    text = show(within(parse(images), SMALL))
    assert text == expected
    assert show(parse(text)) == text


def test_nothing_within_everything_is_everything() -> None:
    assert within(parse("")).body is None
