"""Folders of images, one per class."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.errors import SourceNotFound, SourceUnreadable
from assay.formats.registry import READERS
from assay.model.dataset import Task
from tests.unit.formats.files import Content, image, read


def laid_out(base: Path, *names: str) -> Content:
    for name in names:
        image(base / name)
    return read("folders", base)


def triples(found: Content) -> list[tuple[str, str | None, str | None]]:
    """File name, split and class of each image."""
    classes = {row["image_key"]: row["category_key"] for row in found.objects}
    return [(row["file_name"], row.get("split"), classes.get(row["key"])) for row in found.images]


def test_a_folder_is_a_class(tmp_path: Path) -> None:
    found = laid_out(tmp_path, "cat/1.jpg", "cat/deep/2.png", "dog/1.jpg")
    assert triples(found) == [
        ("cat/1.jpg", None, "cat"),
        ("cat/deep/2.png", None, "cat"),
        ("dog/1.jpg", None, "dog"),
    ]
    assert [category.key for category in found.categories] == ["cat", "dog"]
    assert (found.task, found.skipped) == (Task.CLASSIFICATION, [])
    assert [(problem.place, problem.code) for problem in found.problems] == [("cat", "deeper-folder")]
    assert found.problems[0].message == "Images in folders below it (deep) are of the class cat: 1."
    assert {row["kind"] for row in found.objects} == {"whole_image"}
    assert "x" not in found.objects[0]
    assert found.images[0]["path"] == str(tmp_path / "cat/1.jpg")


@pytest.mark.parametrize(
    ("folder", "split"),
    [
        ("train", "train"),
        ("Valid", "val"),
        ("validation", "val"),
        ("testing", "test"),
        ("val2017", "val"),
        ("01_test", "test"),
    ],
)
def test_split_folders_are_recognised(tmp_path: Path, folder: str, split: str) -> None:
    """B16."""
    found = laid_out(tmp_path, f"{folder}/cat/1.jpg", "training/dog/1.jpg")
    assert sorted(triples(found)) == sorted(
        [(f"{folder}/cat/1.jpg", split, "cat"), ("training/dog/1.jpg", "train", "dog")]
    )


def test_a_class_may_be_called_like_a_split(tmp_path: Path) -> None:
    """Its images lie directly in it, beside those of other classes."""
    found = laid_out(tmp_path, "test/1.jpg", "quiz/1.jpg")
    assert triples(found) == [("quiz/1.jpg", None, "quiz"), ("test/1.jpg", None, "test")]


def test_a_further_folder_beside_splits_is_a_split_of_its_own_name(tmp_path: Path) -> None:
    found = laid_out(tmp_path, "train/cat/1.jpg", "extra/cat/1.jpg")
    assert triples(found) == [("extra/cat/1.jpg", "extra", "cat"), ("train/cat/1.jpg", "train", "cat")]


def test_images_in_no_class_folder_have_no_label(tmp_path: Path) -> None:
    """A1: a plain folder of images."""
    assert triples(laid_out(tmp_path / "flat", "1.jpg", "2.jpg")) == [("1.jpg", None, None), ("2.jpg", None, None)]
    assert triples(laid_out(tmp_path / "split", "train/1.jpg", "val/2.jpg")) == [
        ("train/1.jpg", "train", None),
        ("val/2.jpg", "val", None),
    ]
    assert read("folders", tmp_path / "flat").task is None


def test_an_images_folder_around_the_classes_is_stepped_into(tmp_path: Path) -> None:
    image(tmp_path / "images" / "train" / "cat" / "1.jpg")
    assert triples(read("folders", tmp_path)) == [("train/cat/1.jpg", "train", "cat")]


def test_an_images_folder_beside_others_without_images_is_no_class(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    assert triples(laid_out(tmp_path, "images/a.jpg")) == [("a.jpg", None, None)]


def test_the_split_option_goes_to_all(tmp_path: Path) -> None:
    image(tmp_path / "cat" / "1.jpg")
    assert read("folders", tmp_path, split="test").images[0]["split"] == "test"


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound):
        read("folders", tmp_path / "absent")
    with pytest.raises(SourceUnreadable, match="No image"):
        read("folders", tmp_path)


def test_images_of_each_class_in_a_folder_of_their_own_are_found(tmp_path: Path) -> None:
    """As Tiny ImageNet comes."""
    found = laid_out(tmp_path, "train/n01/images/1.jpg", "train/n02/images/2.jpg")
    assert triples(found) == [
        ("train/n01/images/1.jpg", "train", "n01"),
        ("train/n02/images/2.jpg", "train", "n02"),
    ]
    assert found.problems == []
    guess = READERS["folders"].sniff(tmp_path)
    assert guess is not None


def test_a_folder_that_only_wraps_the_classes_is_none(tmp_path: Path) -> None:
    found = laid_out(tmp_path, "archive/PetImages/cat/1.jpg", "archive/PetImages/dog/2.jpg")
    assert triples(found) == [("cat/1.jpg", None, "cat"), ("dog/2.jpg", None, "dog")]
    assert found.images[0]["path"] == str(tmp_path / "archive/PetImages/cat/1.jpg")


def test_the_only_class_is_one(tmp_path: Path) -> None:
    assert triples(laid_out(tmp_path, "cat/1.jpg", "cat/a/2.jpg", "cat/b/3.jpg"))[0] == ("cat/1.jpg", None, "cat")


def test_a_folder_that_is_a_link_is_told(tmp_path: Path) -> None:
    image(tmp_path / "elsewhere/3.jpg")
    base = tmp_path / "set"
    image(base / "train/cat/1.jpg")
    (base / "train/dog").symlink_to(tmp_path / "elsewhere")
    (base / "loop").symlink_to(base)
    found = read("folders", base)
    assert triples(found) == [("train/cat/1.jpg", "train", "cat")]
    assert found.skipped == [("loop", "linked-folder"), ("train/dog", "linked-folder")]
