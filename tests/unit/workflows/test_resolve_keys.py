"""Which image and which class a prediction file means."""

from __future__ import annotations

import pyarrow as pa
import pytest

from assay.model.category import Category
from assay.workflows.resolve_keys import ImageNames, resolve_classes

IMAGES = pa.table(
    {
        "foreign_id": ["11", "12", None],
        "reference_id": ["train/a.jpg", "val/a.jpg", "sub/b.png"],
        "file_name": ["a.jpg", "a.jpg", "sub/b.png"],
        "path": ["x/a.jpg", "y/a.jpg", "z/b.png"],
    }
)


@pytest.mark.parametrize(
    ("key", "row"),
    [
        ("11", 0),  # the source's own id
        ("val/a.jpg", 1),  # the reference id
        ("y/a.jpg", 1),  # the path inside the image folder
        ("sub/b.png", 2),  # the file name as the source gives it
        ("b.png", 2),  # the bare name
        ("b", 2),  # the stem, as Ultralytics writes it
        ("a.jpg", -2),  # two images have this name
        ("a", -2),  # and this stem
        ("c", -1),  # nobody has
    ],
)
def test_an_image_is_found_by_any_of_its_names(key: str, row: int) -> None:
    assert ImageNames.of(IMAGES).resolve(pa.array([key])).tolist() == [row]


def categories(*pairs: tuple[str, str]) -> list[Category]:
    return [Category(id, 1, name, key) for id, (key, name) in enumerate(pairs, start=100)]


def test_a_class_is_found_by_key_or_by_name_in_any_case() -> None:
    known = categories(("1", "Cat"), ("2", "Dog"))
    assert resolve_classes(["1", "dog"], known) == ({"1": 100, "dog": 101}, 0)


def test_keys_that_all_fit_when_shifted_are_shifted() -> None:
    """A YOLO file counts from 0, a COCO file from 1."""
    known = categories(("1", "Cat"), ("2", "Dog"))
    assert resolve_classes(["0", "1"], known) == ({"0": 100, "1": 101}, 1)
    assert resolve_classes(["2", "3"], known) == ({"2": 100, "3": 101}, -1)


def test_keys_that_fit_as_they_stand_are_never_shifted() -> None:
    known = categories(("0", "Cat"), ("1", "Dog"), ("2", "Cow"))
    assert resolve_classes(["1", "2"], known) == ({"1": 101, "2": 102}, 0)


def test_a_key_that_fits_no_way_is_left_out() -> None:
    known = categories(("1", "Cat"), ("2", "Dog"))
    assert resolve_classes(["1", "9"], known) == ({"1": 100}, 0)
