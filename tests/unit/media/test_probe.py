"""Probing reads headers only, and says the same as a full decoder."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from assay.errors import MediaError, MediaMissing, MediaUnreadable
from assay.media.header import Header
from assay.media.probe import probe, probe_many
from tests.unit.media.drawn import canvas, write

PIXELS = canvas(60, 40, (10, 10, 20, 15))


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("a.jpg", {}, "jpeg"),
        ("progressive.jpg", {"progressive": True}, "jpeg"),
        ("a.png", {}, "png"),
        ("a.gif", {}, "gif"),
        ("a.bmp", {}, "bmp"),
        ("a.tiff", {}, "tiff"),
        ("a.webp", {}, "webp"),
        ("lossless.webp", {"lossless": True}, "webp"),
        ("a.ppm", {}, "ppm"),  # no parser of ours: Pillow's
        ("a.jp2", {}, "jpeg2000"),
    ],
)
def test_size_and_format_are_those_of_the_file(
    tmp_path: Path, name: str, options: dict[str, Any], expected: str
) -> None:
    path = write(tmp_path / name, PIXELS, **options)
    header = probe(path)
    assert (header.width, header.height, header.format) == (60, 40, expected)
    assert header.file_size == path.stat().st_size
    assert header.modified_ns == path.stat().st_mtime_ns


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tiff"])
def test_the_orientation_is_found_and_the_size_is_the_stored_one(tmp_path: Path, suffix: str, orientation: int) -> None:
    """P11, A19: `width` and `height` are stored pixels in every format, `displayed` is what a person sees."""
    header = probe(write(tmp_path / f"a{suffix}", PIXELS, orientation=orientation))
    assert header.orientation == orientation
    assert (header.width, header.height) == (60, 40)
    assert header.displayed == ((40, 60) if orientation >= 5 else (60, 40))


def test_a_long_preview_before_the_frame_is_stepped_over(tmp_path: Path) -> None:
    """Cameras put a whole thumbnail into the EXIF block, far beyond the first bytes that are read."""
    path = write(tmp_path / "a.jpg", PIXELS)
    body = path.read_bytes()
    padding = b"".join(b"\xff\xe2" + struct.pack(">H", 60_002) + b"\0" * 60_000 for _ in range(3))
    path.write_bytes(body[:2] + padding + body[2:])
    assert (probe(path).width, probe(path).height) == (60, 40)


def test_an_orientation_out_of_range_is_none_at_all(tmp_path: Path) -> None:
    assert probe(write(tmp_path / "a.jpg", PIXELS, orientation=77)).orientation == 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "it is empty"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG"),
        (b'<?xml version="1.0"?><svg></svg>', "SVG"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "web page"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "25 21 50 53"),
        (b"\x80\x04\x95pickled", "80 04 95"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "damaged or cut short"),
        (b"\x89PNG\r\n\x1a\n", "damaged or cut short"),
    ],
)
def test_what_is_no_image_is_refused_and_told(tmp_path: Path, body: bytes, told: str) -> None:
    """V6.9, S3: SVG, HTML, EPS (which Pillow would hand to another program) and pickles are never decoded."""
    path = tmp_path / "picture.png"
    path.write_bytes(body)
    with pytest.raises(MediaUnreadable) as refused:
        probe(path)
    assert told in refused.value.message
    assert "picture.png" in refused.value.message


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MediaMissing, match=r"gone\.jpg"):
        probe(tmp_path / "gone.jpg")


def test_a_folder_and_an_impossible_name_are_unreadable(tmp_path: Path) -> None:
    with pytest.raises(MediaUnreadable):
        probe(tmp_path)
    with pytest.raises(MediaUnreadable):
        probe(str(tmp_path / "a\0b.png"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_does_not_hold_the_import_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(MediaUnreadable, match="regular file"):
        probe(tmp_path / "pipe.jpg")


class Counter:
    """Counts what it is told."""

    def __init__(self) -> None:
        self.done = 0

    def advance(self, steps: int = 1) -> None:
        self.done += steps


def test_many_files_come_back_in_order_and_a_bad_one_stops_nothing(tmp_path: Path) -> None:
    good = [write(tmp_path / f"{n}.png", canvas(n + 1, 5, (0, 0, 1, 1))) for n in range(100)]
    paths: list[Path | None] = [*good]
    paths[7] = None
    paths[8] = tmp_path / "gone.png"
    heard = Counter()
    answers = probe_many(paths, progress=heard)
    assert heard.done == 100
    assert answers[7] is None
    assert isinstance(answers[8], MediaError)
    sizes = [answer.width for answer in answers if isinstance(answer, Header)]
    assert sizes == [n + 1 for n in range(100) if n not in (7, 8)]


def test_slow_files_are_probed_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a network share threads wait together; the order stays."""
    monkeypatch.setattr("assay.media.probe._QUICK", 0.0)
    paths = [write(tmp_path / f"{n}.png", canvas(n + 1, 5, (0, 0, 1, 1))) for n in range(100)]
    assert [answer.width for answer in probe_many(paths) if isinstance(answer, Header)] == list(range(1, 101))


def test_a_browser_is_given_only_what_it_shows_as_we_do(tmp_path: Path) -> None:
    """P26: what a browser would show otherwise (turned, moving, 16 bits, CMYK) is decoded and encoded anew."""
    assert probe(write(tmp_path / "plain.jpg", PIXELS)).is_browser_safe
    assert probe(write(tmp_path / "plain.png", PIXELS)).is_browser_safe
    assert not probe(write(tmp_path / "turned.jpg", PIXELS, orientation=6)).is_browser_safe
    assert not probe(write(tmp_path / "a.tiff", PIXELS)).is_browser_safe
    Image.new("I;16", (5, 5)).save(tmp_path / "deep.png")
    assert not probe(tmp_path / "deep.png").is_browser_safe
    Image.new("CMYK", (50, 50)).save(tmp_path / "print.jpg")
    assert not probe(tmp_path / "print.jpg").is_browser_safe
    frames = [Image.new("RGB", (9, 9), (n * 90, 0, 0)) for n in range(3)]
    frames[0].save(tmp_path / "moving.png", save_all=True, append_images=frames[1:])
    assert not probe(tmp_path / "moving.png").is_browser_safe


def test_every_real_image_is_probed_as_pillow_opens_it(shared_data: Path) -> None:
    """The authority on headers is Pillow; 600 real files of many cameras and tools."""
    paths = [p for p in sorted(shared_data.rglob("*.*")) if p.suffix.lower() in {".jpg", ".jpeg", ".png", ".bmp"}]
    step = max(1, len(paths) // 600)
    compared = 0
    for path in paths[::step]:
        try:
            header = probe(path)
        except MediaUnreadable:
            with pytest.raises(OSError, match="cannot identify"):
                Image.open(path)
            continue
        with Image.open(path) as image:
            assert (header.width, header.height) == image.size, path.name
            assert header.orientation == image.getexif().get(0x0112, 1), path.name
        compared += 1
    assert compared > 100
