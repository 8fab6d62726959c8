"""Decoding gives upright RGB, whatever the file holds (A19, P11, P26)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assay.errors import MediaUnreadable
from assay.media.decode import decode
from assay.media.digest import digest
from assay.media.orientation import orient_box
from assay.media.pixels import window
from tests.unit.media.drawn import GROUND, PATCH, canvas, patch_of, write

BOX = (10, 8, 24, 12)
PIXELS = canvas(80, 48, BOX)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tiff"])
@pytest.mark.parametrize("target", [None, 20])
def test_the_box_lands_on_the_object(tmp_path: Path, suffix: str, orientation: int, target: int | None) -> None:
    """V6.6: a box of the stored image, oriented, is where the patch is in the displayed image."""
    options = {"quality": 100} if suffix == ".webp" else {}
    path = write(tmp_path / f"a{suffix}", PIXELS, orientation=orientation, **options)
    shown = decode(path, target=target)
    width, height = (48, 80) if orientation >= 5 else (80, 48)
    scale = shown.shape[1] / width
    assert shown.shape[0] == pytest.approx(height * scale, abs=1)
    expected = np.array(orient_box(BOX, orientation, 80, 48)) * scale
    assert patch_of(shown) == pytest.approx(expected, abs=1.5 if scale < 1 else 0.0)


def test_a_jpeg_is_decoded_at_a_fraction_but_not_below_what_is_asked(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jpg", canvas(800, 600, (100, 100, 200, 200)))
    height, width, _ = decode(path, target=256).shape
    assert 256 <= width < 512
    assert width / height == pytest.approx(800 / 600, rel=0.02)
    assert decode(path, target=5_000).shape == (600, 800, 3)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "RGB"])
def test_every_mode_of_png_becomes_rgb(tmp_path: Path, mode: str) -> None:
    Image.fromarray(PIXELS).convert(mode).save(tmp_path / "a.png")
    shown = decode(tmp_path / "a.png")
    assert shown.shape == (48, 80, 3)
    assert shown.dtype == np.uint8


def test_a_palette_keeps_its_colours(tmp_path: Path) -> None:
    Image.fromarray(PIXELS).quantize(4).save(tmp_path / "a.png")
    assert patch_of(decode(tmp_path / "a.png")) == BOX


def test_transparency_is_shown_on_grey(tmp_path: Path) -> None:
    """Black ink and white ink on a transparent ground can both be read."""
    layer = np.zeros((10, 10, 4), np.uint8)
    layer[:, 5:] = (0, 0, 0, 255)
    Image.fromarray(layer).save(tmp_path / "a.png")
    shown = decode(tmp_path / "a.png")
    assert shown[0, 0].tolist() == [160, 160, 160]
    assert shown[0, 9].tolist() == [0, 0, 0]


def test_cmyk_is_converted(tmp_path: Path) -> None:
    Image.fromarray(PIXELS).convert("CMYK").save(tmp_path / "a.jpg", quality=100)
    assert patch_of(decode(tmp_path / "a.jpg")) == pytest.approx(BOX, abs=2)


def test_the_first_frame_stands_for_an_animation(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (9, 9), (n * 100, 0, 0)) for n in range(3)]
    for name in ("a.gif", "a.webp", "a.png"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], lossless=True)
        assert decode(tmp_path / name).max() == 0


@pytest.mark.parametrize("name", ["a.png", "a.tiff"])
def test_sixteen_bits_are_spread_over_what_is_there(tmp_path: Path, name: str) -> None:
    """P26, V6.7: a 12-bit sensor in a 16-bit file is not black, and the file is not touched."""
    values = np.linspace(100, 4_095, 80 * 48).reshape(48, 80).astype(np.uint16)
    Image.fromarray(values).save(tmp_path / name)
    before = digest(tmp_path / name)
    shown = decode(tmp_path / name)
    assert shown.shape == (48, 80, 3)
    assert (shown[0, 0, 0], shown[-1, -1, 0]) == (0, 255)
    assert (np.diff(shown[:, :, 0].ravel().astype(int)) >= 0).all()
    assert digest(tmp_path / name) == before


def test_floats_with_holes_are_shown(tmp_path: Path) -> None:
    values = np.linspace(-1, 1, 100, dtype=np.float32).reshape(10, 10)
    values[0, :3] = [np.nan, np.inf, -np.inf]
    Image.fromarray(values).save(tmp_path / "a.tiff")
    shown = decode(tmp_path / "a.tiff")
    assert shown[-1, -1, 0] == 255
    assert shown[0, 0, 0] == 0


@pytest.mark.parametrize(("value", "shown"), [(0, 0), (65_535, 255)])
def test_an_image_of_one_value_stays_on_its_scale(value: int, shown: int) -> None:
    assert window(np.full((3, 3), value, np.uint16)).tolist() == [[shown] * 3] * 3


def test_a_photo_cut_short_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jpg", canvas(400, 400, (0, 0, 400, 40)))
    body = path.read_bytes()
    path.write_bytes(body[: len(body) // 2])
    shown = decode(path)
    assert shown.shape == (400, 400, 3)
    assert shown[5, 200, 0] > 200


@pytest.mark.filterwarnings("ignore:Truncated File Read")  # Pillow says so before it raises
@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.webp", "a.tiff"])
def test_damaged_pixels_are_an_error_of_ours(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8))
    body = path.read_bytes()
    path.write_bytes(body[:60])
    with pytest.raises(MediaUnreadable):
        decode(path)


def test_colours_come_out_as_they_went_in(tmp_path: Path) -> None:
    shown = decode(write(tmp_path / "a.png", PIXELS))
    assert tuple(shown[0, 0]) == GROUND
    assert tuple(shown[10, 12]) == PATCH
