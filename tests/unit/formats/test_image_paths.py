"""Names of images in foreign files -> files on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.formats.image_paths import ImageFolders, is_image_name, plain_name, walk_images
from tests.unit.formats.files import image, write


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("a.jpg", "a.jpg"),
        ("/a/b.jpg", "a/b.jpg"),
        ("D:/a/b.jpg", "a/b.jpg"),
        ("\\\\server\\share\\b.jpg", "server/share/b.jpg"),
        ("a/../../b.jpg", "a/b.jpg"),
        ("a//b.jpg", "a/b.jpg"),
        ("..", ""),
    ],
)
def test_a_plain_name_is_always_below_something(name: str, plain: str) -> None:
    """P21, X14."""
    assert plain_name(name) == plain


def test_the_first_folder_that_has_the_file_wins(tmp_path: Path) -> None:
    image(tmp_path / "one" / "a.jpg")
    image(tmp_path / "two" / "a.jpg")
    image(tmp_path / "two" / "b.jpg")
    folders = ImageFolders([tmp_path / "absent", tmp_path / "one", tmp_path / "two"])
    assert folders.find(["a.jpg", "b.jpg", "c.jpg", ""]) == [
        f"{tmp_path}/one/a.jpg",
        f"{tmp_path}/two/b.jpg",
        None,
        None,
    ]


def test_a_longer_match_is_better_than_a_shorter_one(tmp_path: Path) -> None:
    """Two folders hold files of one name: the name's own folder decides."""
    for folder in ("train", "val", "."):
        image(tmp_path / folder / "a.jpg")
    assert ImageFolders([tmp_path]).find(["x/val/a.jpg", "train/a.jpg", "y/a.jpg"]) == [
        f"{tmp_path}/val/a.jpg",
        f"{tmp_path}/train/a.jpg",
        f"{tmp_path}/a.jpg",
    ]


def test_folders_are_no_images(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").mkdir()
    assert ImageFolders([tmp_path]).find(["a.jpg"]) == [None]


def test_a_walk_lists_images_below_in_order_without_hidden_ones(tmp_path: Path) -> None:
    for name in (
        "b.PNG",
        "a.jpeg",
        "deep/er/c.webp",
        ".hidden/d.jpg",
        "._e.jpg",
        "__MACOSX/f.jpg",
        "@eaDir/b.PNG/g.jpg",
    ):
        image(tmp_path / name)
    write(tmp_path / "notes.txt", "")
    assert walk_images(tmp_path) == ["a.jpeg", "b.PNG", "deep/er/c.webp"]
    assert not is_image_name("Thumbs.db")


def test_an_address_a_case_and_an_accent_do_not_hide_a_file(tmp_path: Path) -> None:
    """Names as they come from object stores, from Windows and from a Mac."""
    for name in ("a b.jpg", "B.JPG", "caf\N{LATIN SMALL LETTER E WITH ACUTE}.png"):
        image(tmp_path / name)
    names = ["https://h/bucket/a%20b.jpg?version=3&of=x/y.jpg", "x/b.jpg", "cafe\N{COMBINING ACUTE ACCENT}.png"]
    found = [f"{tmp_path}/a b.jpg", f"{tmp_path}/B.JPG", f"{tmp_path}/caf\N{LATIN SMALL LETTER E WITH ACUTE}.png"]
    assert ImageFolders([tmp_path]).find(names) == found


def test_a_name_that_two_files_differ_from_by_case_alone_is_neither(tmp_path: Path) -> None:
    for name in ("a.jpg", "A.JPG", "100%25.jpg"):
        image(tmp_path / name)
    assert ImageFolders([tmp_path]).find(["A.jpg", "100%25.jpg"]) == [None, f"{tmp_path}/100%25.jpg"]
