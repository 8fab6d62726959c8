"""Files that are hard, one of each kind: shown, thumbnailed, windowed and measured at their own depth (P26, V6.7)."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from assay.errors import MediaUnreadable
from assay.media.decode import decode
from assay.media.digest import digest
from assay.media.native import read_native, show_window, spread_of
from assay.media.orientation import orient, orient_pixels
from assay.media.pictures import Pictures, Source, StoredFile
from assay.metrics.builtin.pictures import PICTURE_METRICS
from assay.metrics.builtin.pictures.clipping import clipping
from assay.metrics.builtin.pictures.radiometric_use import radiometric_use
from assay.metrics.measure_picture import measure_picture
from tests.unit.media.drawn import canvas, write

WIDTH, HEIGHT = 96, 64
METRICS = [metric for metric in PICTURE_METRICS if metric.measure_picture is not None]


def deep(most: int = 65_535) -> NDArray[np.uint16]:
    """(64, 96) a ramp from 0 to `most`; the left sixth is 0, the right sixth `most`."""
    row = np.clip(np.linspace(-most / 4, most * 1.25, WIDTH), 0, most)
    return np.tile(row.astype(np.uint16), (HEIGHT, 1))


def colours() -> NDArray[np.uint8]:
    return canvas(WIDTH, HEIGHT, (20, 10, 40, 30))


def pages(path: Path, *images: Image.Image) -> None:
    images[0].save(path, save_all=True, append_images=list(images[1:]))


def write_png(path: Path, values: NDArray[np.uint16], *, colour: int) -> None:
    """A PNG of 16 bits in a colour type that Pillow reads but does not write."""
    rows = values.astype(">u2").reshape(HEIGHT, -1)
    lines = b"".join(b"\0" + row.tobytes() for row in rows)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, colour, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b"")]
    body = b"\x89PNG\r\n\x1a\n"
    for kind, data in chunks:
        body += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    path.write_bytes(body)


def write_with_opencv(path: Path, values: NDArray[np.uint16]) -> None:
    assert cv2.imwrite(str(path), values[:, :, ::-1])


def with_holes() -> NDArray[np.float32]:
    values = deep().astype(np.float32)
    values[:4, :4] = [np.nan, np.inf, -np.inf, np.nan]
    return values


def cut_short(path: Path) -> None:
    write(path, np.random.default_rng(0).integers(0, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def turned_tiff(path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(deep().T.copy()[::-1]).save(path, exif=exif)


@dataclass(frozen=True)
class Animal:
    """How a file is made, the type of its values, and whether its depth is known."""

    make: Callable[[Path], None]
    type: str = "uint8"
    knows_depth: bool = True


ZOO = {
    "deep.png": Animal(lambda path: Image.fromarray(deep()).save(path), "uint16"),
    "deep.tif": Animal(lambda path: Image.fromarray(deep()).save(path), "uint16"),
    "packed.tif": Animal(lambda path: Image.fromarray(deep()).save(path, compression="tiff_lzw"), "uint16"),
    "twelve-bits.png": Animal(lambda path: Image.fromarray(deep(4_095)).save(path), "uint16"),
    "big-endian.tif": Animal(
        lambda path: Image.frombytes("I;16B", (WIDTH, HEIGHT), deep().astype(">u2").tobytes()).save(path), ">u2"
    ),
    "turned.tif": Animal(turned_tiff, "uint16"),
    "signed.tif": Animal(lambda path: Image.fromarray(deep().astype(np.int32) - 1_024).save(path), "int32"),
    "float.tif": Animal(lambda path: Image.fromarray(with_holes()).save(path), "float32", knows_depth=False),
    "colours-of-16-bits.png": Animal(
        lambda path: write_png(path, np.repeat(deep()[:, :, None], 3, axis=2), colour=2), "uint16"
    ),
    "colours-and-alpha-of-16-bits.png": Animal(
        lambda path: write_png(path, np.repeat(deep()[:, :, None], 4, axis=2), colour=6), "uint16"
    ),
    "colours-of-16-bits.tif": Animal(
        lambda path: write_with_opencv(path, np.repeat(deep()[:, :, None], 3, axis=2)), "uint16"
    ),
    "grey-alpha-of-16-bits.png": Animal(
        lambda path: write_png(path, np.repeat(deep()[:, :, None], 2, axis=2), colour=4), "uint16"
    ),
    "alpha.png": Animal(lambda path: Image.fromarray(colours()).convert("RGBA").save(path)),
    "alpha.webp": Animal(lambda path: Image.fromarray(colours()).convert("RGBA").save(path)),
    "ink.jpg": Animal(lambda path: Image.fromarray(colours()).convert("CMYK").save(path)),
    "ink.tif": Animal(lambda path: Image.fromarray(colours()).convert("CMYK").save(path)),
    "palette.png": Animal(lambda path: Image.fromarray(colours()).convert("P").save(path)),
    "see-through.gif": Animal(lambda path: Image.fromarray(colours()).convert("P").save(path, transparency=0)),
    "one-bit.png": Animal(lambda path: Image.fromarray(deep() > 30_000).save(path)),
    "one-bit.tif": Animal(lambda path: Image.fromarray(deep() > 30_000).save(path, compression="group4")),
    "animated.gif": Animal(lambda path: pages(path, *[Image.new("L", (WIDTH, HEIGHT), n) for n in (0, 90, 255)])),
    "animated.webp": Animal(lambda path: pages(path, *[Image.new("RGB", (WIDTH, HEIGHT), n) for n in (0, 90)])),
    "pages.tif": Animal(lambda path: pages(path, Image.fromarray(deep()), Image.new("RGB", (7, 5))), "uint16"),
    "cut-short.jpg": Animal(cut_short),
}


@pytest.fixture(params=ZOO)
def animal(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Animal]:
    path = tmp_path / request.param
    ZOO[request.param].make(path)
    return path, ZOO[request.param]


def opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body))


def test_it_is_shown_in_full_small_and_windowed_and_never_changed(animal: tuple[Path, Animal], tmp_path: Path) -> None:
    path, _ = animal
    before, source = digest(path), Source.of(path)
    pictures = Pictures(tmp_path / "cache")
    assert decode(path).shape == (HEIGHT, WIDTH, 3)
    whole = pictures.whole(source)
    assert opened(path.read_bytes() if isinstance(whole, StoredFile) else whole.body).size == (WIDTH, HEIGHT)
    assert opened(pictures.thumbnail(source, 64).body).size == (64, 43)
    spread = pictures.spread(source)
    for window in (spread.full, spread.shown, spread.auto):
        assert opened(pictures.windowed(source, window).body).size == (WIDTH, HEIGHT)
    assert digest(path) == before


def test_its_values_are_those_of_the_file(animal: tuple[Path, Animal]) -> None:
    path, kind = animal
    values = read_native(path)
    spread = spread_of(values)
    assert (values.shape[:2], values.dtype) == ((HEIGHT, WIDTH), np.dtype(kind.type))
    assert sum(spread.counts) == np.isfinite(values).sum()
    assert spread.full[0] <= spread.auto[0] < spread.auto[1] <= max(spread.full[1], 255)
    assert show_window(values, spread.shown).dtype == np.uint8


def test_it_is_measured_whole_and_in_parts(animal: tuple[Path, Animal]) -> None:
    path, kind = animal
    boxes = np.array([[10, 10, 30, 20], [90, 60, 50, 50], [np.nan] * 4])
    found = measure_picture(path, metrics=METRICS, boxes=boxes, crop_metrics=METRICS)
    assert not found.failures
    assert not found.crop_failures
    used = measure_picture(path, metrics=[radiometric_use]).image[0]
    assert math.isfinite(used) == kind.knows_depth


@pytest.mark.parametrize("name", ["deep.png", "deep.tif", "turned.tif", "pages.tif", "twelve-bits.png"])
def test_clipping_and_range_are_those_of_native_depth(tmp_path: Path, name: str) -> None:
    """A 12-bit sensor at its own white is not clipped in a file of 16 bits, though it is shown as white."""
    ZOO[name].make(tmp_path / name)
    found = measure_picture(tmp_path / name, metrics=[clipping, radiometric_use]).image
    share = (deep() == 0).mean()
    is_shallow = name == "twelve-bits.png"
    assert found[:2] == pytest.approx([share, 0 if is_shallow else share])
    assert found[2] == pytest.approx(6.25 if is_shallow else 100, abs=0.01)
    assert decode(tmp_path / name).max() == 255


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("values", [deep(), deep() > 30_000, (deep() >> 8).astype(np.uint8)], ids=["16", "1", "8"])
def test_a_grey_tiff_is_upright(tmp_path: Path, values: NDArray[np.generic], orientation: int) -> None:
    """One that Pillow maps into memory is not turned by it, other TIFFs are."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    values = values.copy()
    values[:20] = 0  # so that up is not down
    Image.fromarray(values).save(tmp_path / "a.tif", exif=exif)
    shown = decode(tmp_path / "a.tif")[:, :, 0] > 100
    right = orient_pixels(values > values.max() / 2, orientation)
    assert shown.shape == right.shape
    assert (shown != right).mean() < 0.1
    native = read_native(tmp_path / "a.tif")
    grey = native if native.ndim == 2 else native[:, :, 0]
    assert ((grey > grey.max() / 2) == right).all()


@pytest.mark.parametrize("name", ["deep.png", "pages.tif", "float.tif"])
@pytest.mark.filterwarnings("ignore:Truncated File Read", "ignore:Corrupt EXIF data")  # Pillow says so before it raises
def test_a_deep_file_that_is_cut_short_is_told_not_shown_black(tmp_path: Path, name: str) -> None:
    ZOO[name].make(tmp_path / name)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:80])
    with pytest.raises(MediaUnreadable):
        read_native(tmp_path / name)


def test_a_window_of_whole_values_is_that_of_the_same_values_as_floats() -> None:
    values = deep()
    for window in ((0.0, 65_535.0), (990.5, 1_060.25), (-500.0, 10.0)):
        assert (show_window(values, window) == show_window(values.astype(np.float32), window)).all()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_tiff_of_deep_colours_is_upright_with_all_its_bits(tmp_path: Path, orientation: int) -> None:
    """J8: OpenCV reads the bits that Pillow drops; both are turned alike."""
    path = tmp_path / "deep.tif"
    values = np.random.default_rng(0).integers(0, 65_536, (HEIGHT, WIDTH, 3), dtype=np.uint16)
    write_with_opencv(path, values)
    content = bytearray(path.read_bytes())
    add_orientation(content, orientation)
    path.write_bytes(content)
    native = read_native(path)
    assert native.dtype == np.uint16
    assert np.array_equal(native, orient(values, orientation))
    assert np.array_equal(native >> 8, decode(path))


def add_orientation(content: bytearray, orientation: int) -> None:
    """Writes the directory of a little-endian TIFF anew at its end, with one more entry."""
    (at,) = struct.unpack_from("<I", content, 4)
    (count,) = struct.unpack_from("<H", content, at)
    entries = [bytes(content[at + 2 + 12 * n : at + 14 + 12 * n]) for n in range(count)]
    entries = [entry for entry in entries if struct.unpack_from("<H", entry)[0] != 274]
    entries.append(struct.pack("<HHIHH", 274, 3, 1, orientation, 0))
    struct.pack_into("<I", content, 4, len(content))
    content += (
        struct.pack("<H", len(entries))
        + b"".join(sorted(entries, key=lambda entry: struct.unpack_from("<H", entry)[0]))
        + struct.pack("<I", 0)
    )
