"""Which class of the dataset a prediction file means by its own (F15; import grown up)."""

from __future__ import annotations

import pytest

from assay.errors import NotFound
from assay.model.category import Category
from assay.workflows.imports.report import UnknownClass
from assay.workflows.imports.run_classes import FileClass, RunClasses, settle_classes


def categories(*pairs: tuple[str, str]) -> list[Category]:
    return [Category(id, 1, name, key) for id, (key, name) in enumerate(pairs, start=100)]


KNOWN = categories(("1", "Cat"), ("2", "Dog"), ("3", "Traffic Light"))


def settle(*keys: str, said: dict[str, str] | None = None, shift: int = 0) -> RunClasses:
    return settle_classes([FileClass(key, key, 5) for key in keys], KNOWN, said or {}, shift=shift)


def test_a_class_is_found_by_key_or_by_name_however_it_is_spelled() -> None:
    found = settle("1", "dog", "traffic-light")
    assert found.ids == {"1": 100, "dog": 101, "traffic-light": 102}
    assert (found.unknown, found.shift) == ((), 0)


def test_a_spelling_that_two_classes_share_means_neither() -> None:
    known = categories(("1", "Car"), ("2", "car"))
    found = settle_classes([FileClass("CAR", "CAR", 1), FileClass("Car", "Car", 1)], known, {})
    assert found.ids == {"Car": 100}
    assert [row.given for row in found.unknown] == ["CAR"]


def test_the_name_that_a_file_gives_its_number_goes_before_the_number() -> None:
    found = settle_classes([FileClass("1", "dog", 5), FileClass("2", "zebra", 3)], KNOWN, {})
    assert found.ids == {"1": 101}
    assert [row.given for row in found.unknown] == ["zebra"]


def test_an_unknown_class_is_listed_with_its_count_and_what_is_near() -> None:
    """Never dropped without a word: the review table."""
    found = settle_classes(
        [FileClass("dogs", "dogs", 7), FileClass("wok", "wok", 90), FileClass("cat", "cat", 1)], KNOWN, {}
    )
    assert found.unknown == (UnknownClass("wok", 90, (), ""), UnknownClass("dogs", 7, ("Dog",), "Dog"))


def test_what_a_person_says_goes_first_and_may_leave_a_class_out() -> None:
    found = settle("1", "hound", "sky", said={"hound": "dog", "sky": "", "1": "Traffic Light", "unused": "Cat"})
    assert found.ids == {"1": 102, "hound": 101}
    assert found.left_out == {"sky"}
    assert found.unknown == ()


def test_a_mapping_to_a_class_that_is_not_there_is_refused_with_the_near_ones() -> None:
    with pytest.raises(NotFound, match=r"'Dgo', which is no class of the dataset\. Did you mean Dog"):
        settle("hound", said={"hound": "Dgo"})


@pytest.mark.parametrize(("keys", "shift", "suggested"), [("012", 1, "Cat"), ("234", -1, "Cat")])
def test_numbers_that_all_fit_when_shifted_are_suggested_and_none_is_taken(
    keys: str, shift: int, suggested: str
) -> None:
    """A YOLO file counts from 0, a COCO file from 1: as they stand, every class would be another one."""
    found = settle(*keys)
    assert (found.ids, found.shift) == ({}, shift)
    assert [(row.given, row.suggestion) for row in found.unknown] == list(
        zip(keys, ["Cat", "Dog", "Traffic Light"], strict=True)
    )
    asked = settle(*keys, shift=shift)
    assert list(asked.ids.values()) == [100, 101, 102]
    assert settle(*keys, said=dict(asked.said)).ids == asked.ids, "what is kept reads the file alike"


def test_numbers_that_fit_as_they_stand_are_never_shifted() -> None:
    known = categories(("0", "Cat"), ("1", "Dog"), ("2", "Cow"))
    found = settle_classes([FileClass("1", "1", 1), FileClass("2", "2", 1)], known, {})
    assert (found.ids, found.shift) == ({"1": 101, "2": 102}, 0)


def test_a_number_that_fits_no_way_is_unknown_and_the_others_are_taken() -> None:
    found = settle("1", "9")
    assert (found.ids, found.shift) == ({"1": 100}, 0)
    assert found.unknown == (UnknownClass("9", 5, (), ""),)


def test_a_class_that_only_stands_beside_the_rows_needs_no_word() -> None:
    assert settle_classes([FileClass("zebra", "zebra", 0), FileClass("cat", "cat", 2)], KNOWN, {}).unknown == ()
