"""Thumbnails and crops: right size, right place, made once, bounded on disk."""

from __future__ import annotations

import os
import threading
import time
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from assay.errors import MediaMissing
from assay.media.budget import PixelBudget
from assay.media.crop import crop_window
from assay.media.disk_cache import DiskCache
from assay.media.encode import Picture, encode
from assay.media.memory_cache import MemoryCache
from assay.media.pictures import Pictures, Source, StoredFile
from assay.media.thumbnail import thumbnail
from tests.unit.media.drawn import canvas, patch_of, write


def pixels_of(picture: Picture) -> NDArray[np.uint8]:
    return np.asarray(Image.open(BytesIO(picture.body)).convert("RGB"))


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
@pytest.mark.parametrize("size", [64, 256])
def test_a_thumbnail_has_the_asked_size_and_shows_the_object_where_it_is(
    tmp_path: Path, suffix: str, size: int
) -> None:
    path = write(tmp_path / f"a{suffix}", canvas(800, 400, (200, 100, 300, 200)))
    shown = pixels_of(thumbnail(path, size))
    assert shown.shape == (size // 2, size, 3)
    expected = np.array((200, 100, 300, 200)) * size / 800
    assert patch_of(shown) == pytest.approx(expected, abs=2)


def test_a_small_image_is_not_blown_up(tmp_path: Path) -> None:
    """Digits of 8 x 8 pixels: the browser scales them, and no JPEG noise is added."""
    path = write(tmp_path / "a.png", canvas(8, 8, (2, 2, 3, 3)))
    picture = thumbnail(path, 256)
    assert picture.media_type == "image/png"
    assert np.array_equal(pixels_of(picture), canvas(8, 8, (2, 2, 3, 3)))


def test_a_sliver_keeps_at_least_one_pixel(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", canvas(3_000, 2, (0, 0, 10, 1)))
    assert pixels_of(thumbnail(path, 64)).shape == (1, 64, 3)


@pytest.mark.parametrize(
    ("box", "expected", "why"),
    [
        ((40, 40, 20, 10), (35, 35, 30, 20), "a margin of a quarter of the longer side on each side"),
        ((0, 0, 40, 40), (0, 0, 50, 50), "clamped at the corner"),
        ((90, 90, 40, 40), (80, 80, 20, 20), "a box that hangs over the edge shows what there is"),
        ((50, 50, 0, 0), (42, 42, 16, 16), "a box without a size gets the least window around it"),
        ((50, 50, -5, -5), (42, 42, 16, 16), "a negative size is none"),
        ((500, 500, 10, 10), (84, 84, 16, 16), "a box outside gets the nearest window inside"),
        ((-500, 50, 10, 10), (0, 47, 16, 16), "and on the other side"),
        ((float("nan"),) * 4, (0, 0, 100, 100), "no box: the whole image"),
        (None, (0, 0, 100, 100), "a label of the whole image"),
    ],
)
def test_the_window_of_a_crop(
    box: tuple[float, float, float, float] | None, expected: tuple[float, ...], why: str
) -> None:
    window = crop_window(box, 100, 100, context=0.25)
    if why == "and on the other side":
        assert window[0] == 0
        assert window[2:] == (16.0, 16.0)
    else:
        assert window == pytest.approx(expected), why


def test_an_image_smaller_than_the_least_window_is_shown_whole() -> None:
    assert crop_window((2, 2, 1, 1), 8, 4, context=0.25) == (0.0, 0.0, 8.0, 4.0)


def test_a_crop_shows_its_object_scaled_up_smoothly(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", canvas(200, 100, (50, 40, 20, 10)))
    pictures = Pictures(tmp_path / "cache")
    picture = pictures.crop(Source.of(path), (45.0, 35.0, 30.0, 20.0), size=256)
    shown = pixels_of(picture)
    assert shown.shape == (171, 256, 3)
    scale = 256 / 30
    assert patch_of(shown) == pytest.approx(np.array((5, 5, 20, 10)) * scale, abs=scale)


def test_a_crop_of_a_large_photo_comes_from_a_smaller_decode_at_the_same_place(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jpg", canvas(3_000, 2_000, (1_000, 500, 1_000, 1_000)))
    shown = pixels_of(Pictures(tmp_path / "cache").crop(Source.of(path), (500.0, 250.0, 2_000.0, 1_500.0), size=256))
    assert shown.shape == (192, 256, 3)
    assert patch_of(shown) == pytest.approx(np.array((500, 250, 1_000, 1_000)) * 256 / 2_000, abs=2)


def test_a_crop_of_a_turned_photo_is_cut_from_the_displayed_image(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jpg", canvas(80, 48, (10, 8, 24, 12)), orientation=6)
    shown = pixels_of(Pictures(tmp_path / "cache").crop(Source.of(path), (28.0, 10.0, 12.0, 24.0), size=64))
    assert shown.shape == (64, 32, 3)
    assert (shown[:, :, 0] > 150).mean() > 0.9


def test_a_picture_is_made_once_and_kept_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.jpg", canvas(300, 300, (0, 0, 100, 100)))
    first = Pictures(tmp_path / "cache").thumbnail(Source.of(path), 64)
    monkeypatch.setattr("assay.media.pictures.thumbnail", lambda *_: pytest.fail("made again"))
    again = Pictures(tmp_path / "cache")
    assert again.thumbnail(Source.of(path), 64) == first
    assert again.thumbnail(Source.of(path), 64) == first


def test_a_changed_file_is_another_picture(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", canvas(100, 100, (0, 0, 50, 50)))
    pictures = Pictures(tmp_path / "cache")
    before = Source.of(path)
    old = pictures.thumbnail(before, 64)
    write(path, canvas(100, 100, (50, 50, 50, 50)))
    os.utime(path, ns=(1, 1))
    after = Source.of(path)
    assert after.key("thumbnail", 64) != before.key("thumbnail", 64)
    assert pictures.thumbnail(after, 64) != old


def test_a_plain_file_is_shown_as_it_stands_and_others_are_encoded(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path / "cache")
    plain = write(tmp_path / "a.jpg", canvas(100, 60, (0, 0, 50, 50)))
    assert pictures.whole(Source.of(plain)) == StoredFile(plain, "image/jpeg")
    turned = write(tmp_path / "b.jpg", canvas(100, 60, (0, 0, 50, 50)), orientation=6)
    shown = pictures.whole(Source.of(turned))
    assert isinstance(shown, Picture)
    assert pixels_of(shown).shape == (100, 60, 3)


def test_a_file_that_is_gone_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MediaMissing):
        Source.of(tmp_path / "gone.jpg")


def test_few_pixels_are_kept_exactly() -> None:
    pixels = np.random.default_rng(3).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    assert encode(pixels).media_type == "image/png"
    assert np.array_equal(pixels_of(encode(pixels)), pixels)
    assert encode(np.zeros((65, 65, 3), np.uint8)).media_type == "image/jpeg"


def key(number: int) -> str:
    return f"{number:032x}"[::-1]


def test_the_disk_cache_stays_within_its_bound_and_drops_what_was_used_longest_ago(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, limit=10_000)
    for number in range(9):
        cache.write(key(number), bytes(1_000))
        os.utime(tmp_path / key(number)[:2] / key(number)[2:], ns=(number, number))
    assert cache.read(key(0)) == bytes(1_000)  # used now: the youngest
    for number in range(9, 12):
        cache.write(key(number), bytes(1_000))
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 10_000
    assert cache.read(key(0)) is not None
    assert cache.read(key(1)) is None


def test_what_an_earlier_process_left_is_counted(tmp_path: Path) -> None:
    for number in range(20):
        DiskCache(tmp_path, limit=1_000_000).write(key(number), bytes(1_000))
    DiskCache(tmp_path, limit=5_000).write(key(99), bytes(1_000))
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 5_000


def test_a_cache_that_cannot_write_only_forgets(tmp_path: Path) -> None:
    """A read-only folder or a full disk makes it slow, never broken."""
    (tmp_path / "file").write_bytes(b"")
    cache = DiskCache(tmp_path / "file", limit=1_000)
    cache.write(key(1), b"body")
    assert cache.read(key(1)) is None


def test_half_a_file_is_never_seen(tmp_path: Path) -> None:
    """Writers of several threads and a reader: what is read is whole."""
    cache = DiskCache(tmp_path, limit=1 << 30)
    bodies = [bytes([value]) * 200_000 for value in range(4)]
    seen: list[bytes] = []

    def write_often(body: bytes) -> None:
        for _ in range(20):
            cache.write(key(7), body)

    writers = [threading.Thread(target=write_often, args=(body,)) for body in bodies]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        found = cache.read(key(7))
        if found is not None:
            seen.append(found)
    assert all(body in bodies for body in seen)
    assert len(list(tmp_path.rglob("*"))) == 2  # the folder and the one file: nothing temporary is left


def test_the_memory_cache_makes_each_value_once() -> None:
    made: list[int] = []
    cache: MemoryCache[bytes] = MemoryCache(1_000, size_of=len)

    def make() -> bytes:
        made.append(1)
        time.sleep(0.05)
        return b"value"

    threads = [threading.Thread(target=cache.get, args=("key", make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_the_memory_cache_drops_what_was_used_longest_ago() -> None:
    made: list[str] = []
    cache: MemoryCache[bytes] = MemoryCache(10, size_of=len)

    def ask(name: str, size: int = 4) -> None:
        def make() -> bytes:
            made.append(name)
            return bytes(size)

        cache.get(name, make)

    for name in ("a", "b", "a", "c", "a", "b"):
        ask(name)
    assert made == ["a", "b", "c", "b"]
    ask("large", 11)
    ask("large", 11)
    assert made[-2:] == ["large", "large"]  # larger than the cache: never kept


def test_a_failure_is_not_kept() -> None:
    cache: MemoryCache[bytes] = MemoryCache(10, size_of=len)

    def fail() -> bytes:
        raise MediaMissing("gone")

    with pytest.raises(MediaMissing):
        cache.get("key", fail)
    assert cache.get("key", lambda: b"back") == b"back"


def test_decoders_wait_while_the_budget_is_taken() -> None:
    budget = PixelBudget(100)
    entered = threading.Event()

    def second() -> None:
        with budget.take(50):
            entered.set()

    with budget.take(1_000):  # more than all of it: let in alone
        thread = threading.Thread(target=second)
        thread.start()
        assert not entered.wait(0.05)
    assert entered.wait(5)
    thread.join()
