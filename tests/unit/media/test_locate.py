"""No path leads out of an image folder (S1, X14, P21, V6.9)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assay.errors import MediaForbidden, MediaMissing
from assay.media.locate import locate


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "in side.jpg").write_bytes(b"inside")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return folder


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "sub/../../secret.txt",
        "sub/../sub/in side.jpg",  # stays inside, and still nobody needs to write it
        "..",
        "/etc/passwd",
        "//server/share/a.jpg",
        "\\\\server\\share\\a.jpg",
        "\\a.jpg",
        "C:\\données\\img 1.jpg",
        "C:img.jpg",
        "c:/windows/win.ini",
        "\\\\?\\C:\\long\\path.jpg",
        "..\\secret.txt",
        "sub\\..\\..\\secret.txt",
        "file:///etc/passwd",
        "file://secret.txt",
        "http://example.org/a.jpg",
        "a\0.jpg",
        "",
    ],
)
def test_a_path_that_is_not_plain_and_relative_is_forbidden(root: Path, path: str) -> None:
    with pytest.raises(MediaForbidden):
        locate(root, path)


def test_forbidden_is_said_whether_or_not_the_file_exists(root: Path) -> None:
    """Otherwise the difference would tell which files there are."""
    for path in ("../secret.txt", "../nothing.txt"):
        with pytest.raises(MediaForbidden):
            locate(root, path)


def test_a_file_inside_is_found(root: Path) -> None:
    assert locate(root, "sub/in side.jpg").read_bytes() == b"inside"


def test_a_missing_file_inside_is_missing(root: Path) -> None:
    with pytest.raises(MediaMissing, match=r"gone\.jpg"):
        locate(root, "sub/gone.jpg")


def test_a_folder_is_no_file(root: Path) -> None:
    with pytest.raises(MediaMissing):
        locate(root, "sub")


def test_a_link_that_leads_outside_is_forbidden(root: Path, tmp_path: Path) -> None:
    os.symlink(tmp_path / "secret.txt", root / "link.jpg")
    os.symlink(tmp_path, root / "folder")
    for path in ("link.jpg", "folder/secret.txt"):
        with pytest.raises(MediaForbidden, match="outside"):
            locate(root, path)


def test_a_link_that_stays_inside_is_followed(root: Path) -> None:
    os.symlink(root / "sub" / "in side.jpg", root / "link.jpg")
    assert locate(root, "link.jpg").read_bytes() == b"inside"


def test_a_root_that_is_itself_a_link_is_a_root(root: Path, tmp_path: Path) -> None:
    os.symlink(root, tmp_path / "alias")
    assert locate(tmp_path / "alias", "sub/in side.jpg").read_bytes() == b"inside"


def test_a_loop_of_links_ends(root: Path) -> None:
    os.symlink(root / "b.jpg", root / "a.jpg")
    os.symlink(root / "a.jpg", root / "b.jpg")
    with pytest.raises((MediaForbidden, MediaMissing)):
        locate(root, "a.jpg")
